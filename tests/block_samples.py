"""Pages written by us in the shapes of block pages that the web is full of, and pages that only look like them."""

from dataclasses import dataclass
from typing import Any

from scraper.page import Page

_LOREM = (
    "The workshop lies above the old harbour, and whoever climbs the stairs smells oil and wood before the door opens. "
    "Everything here is made by hand, from the first cut to the last coat of varnish, and it takes the time it takes. "
)
_MENU = "".join(
    f'<li><a href="/{name.lower()}">{name}</a></li>' for name in ("Home", "News", "Shop", "Help", "Contact")
)
_FOOTER = "<footer><p>© Example Ltd. All rights reserved. Terms, privacy and cookies. Call us: 555 0100.</p></footer>"


@dataclass(frozen=True, slots=True)
class Sample:
    """A page: its HTML or JSON, the status it came with, its URL. `kind` is that of a block page."""

    name: str
    body: str
    kind: str = ""
    status: int = 200
    url: str = "https://shop.example/list/1"

    @property
    def page(self) -> Page:
        headers = {"Content-Type": "application/json" if self.body.startswith("{") else "text/html; charset=utf-8"}
        return Page.from_bytes(self.url, self.body.encode(), status=self.status, headers=headers)


def html(title: str, body: str, *, head: str = "", lang: str = "en") -> str:
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f"<body>{body}</body></html>"
    )


def site(title: str, main: str, **options: Any) -> str:
    """The same within the frame of a site."""
    frame = f'<header><a href="/">Example</a><nav><ul>{_MENU}</ul></nav></header>'
    return html(title, f"{frame}<main>{main}</main>{_FOOTER}", **options)


_SPINNER = '<div class="spinner"></div><noscript>Enable JavaScript and cookies to continue</noscript>'
_PASSWORD = '<form method="post"><input name="user"><input type="password" name="pw"><button>Go</button></form>'

BLOCKS = [
    Sample(
        "an interstitial with a spinner",
        html(
            "Just a moment...",
            _SPINNER,
            head='<script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1?ray=8f2"></script>',
        ),
        "challenge",
    ),
    Sample(
        "the same in German, with 403",
        html(
            "Nur einen Moment…",
            '<h1>shop.example</h1><div id="cf-chl-widget">Ihr Browser wird überprüft</div>',
            lang="de",
        ),
        "challenge",
        403,
    ),
    Sample(
        "the same with 503 and an explanation",
        html(
            "Just a moment...",
            "<h1>Checking your browser before accessing shop.example.</h1><p>This process is automatic. Your browser "
            "will redirect to your requested content shortly.</p><p>Please allow up to 5 seconds…</p>",
        ),
        "challenge",
        503,
    ),
    Sample(
        "a wall with a checkbox",
        html(
            "Attention Required!",
            "<h1>One more step</h1><p>Please complete the security check to access shop.example</p>"
            '<form id="challenge-form"><div class="h-captcha" data-sitekey="x"></div></form><h2>Why do I have to complete a '
            "CAPTCHA?</h2><p>Completing the CAPTCHA proves you are a human and gives you temporary access.</p>",
        ),
        "captcha",
    ),
    Sample(
        "sorry, you have been blocked",
        html(
            "Attention Required! | Gateway",
            "<h1>Sorry, you have been blocked</h1><h2>You are unable to access shop.example</h2><h2>Why have I been "
            "blocked?</h2><p>This website is using a security service to protect itself from online attacks. The action "
            "you just performed triggered the security solution. There are several actions that could trigger this block "
            "including submitting a certain word or phrase, a SQL command or malformed data.</p><h2>What can I do to "
            "resolve this?</h2><p>You can email the site owner to let them know you were blocked.</p><p>Ray ID: 8f2a</p>",
        ),
        "denied",
    ),
    Sample(
        "access denied with a reference",
        html(
            "Access Denied",
            '<h1>Access Denied</h1>You don\'t have permission to access "http://shop.example/list" on this server.'
            "<p>Reference #18.2f1d1702.1700000000.1a2b3c</p>",
        ),
        "denied",
    ),
    Sample("access denied and nothing else", html("", "<h1>Access Denied</h1>"), "denied"),
    Sample(
        "forbidden by a server, with 200",
        html("403 Forbidden", "<center><h1>403 Forbidden</h1></center><hr>nginx"),
        "denied",
    ),
    Sample(
        "an incident of a firewall",
        html(
            "",
            '<iframe src="/_Incapsula_Resource?SWUDNSAI=31" width="100%" height="100%">Request unsuccessful. Incapsula '
            "incident ID: 1234-5678</iframe>",
        ),
        "denied",
    ),
    Sample(
        "press and hold",
        html(
            "Access to this page has been denied",
            "<h1>Press &amp; Hold to confirm you are a human (and not a bot).</h1><div id='px-captcha'></div>"
            "<p>Reference ID 1a2b3c</p>",
        ),
        "captcha",
    ),
    Sample(
        "a script and a sentence",
        html(
            "shop.example",
            '<p id="cmsg">Please enable JS and disable any ad blocker</p><script>var dd={"rt":"c","cid":"x"}</script>'
            '<script src="https://ct.captcha-delivery.com/c.js"></script>',
        ),
        "challenge",
        403,
    ),
    Sample(
        "pardon our interruption",
        html(
            "Pardon Our Interruption",
            "<h1>Pardon Our Interruption...</h1><p>As you were browsing, something about your browser made us think you "
            "were a bot. There are a few reasons this might happen:</p><ul><li>You're a power user moving through this "
            "website with super-human speed.</li><li>You've disabled JavaScript in your web browser.</li></ul>"
            "<p>To regain access, please make sure that cookies and JavaScript are enabled.</p>",
        ),
        "captcha",
    ),
    Sample(
        "characters to type",
        html(
            "Robot Check",
            "<h4>Enter the characters you see below</h4><p>Sorry, we just need to make sure you're not a robot. For best "
            'results, please make sure your browser is accepting cookies.</p><form action="/errors/validateCaptcha">'
            '<img src="/captcha/abc.jpg"><input name="field-keywords"></form>',
        ),
        "captcha",
    ),
    Sample(
        "unusual traffic, without a title",
        html(
            "https://search.example/search?q=a",
            '<form id="captcha-form" action="index"><div class="g-recaptcha" data-sitekey="x"></div></form><p>Our systems '
            "have detected unusual traffic from your computer network. This page checks to see if it's really you sending "
            "the requests, and not a robot. Why did this happen?</p><p>IP address: 192.0.2.1</p>",
        ),
        "captcha",
        429,
    ),
    Sample(
        "a check in Russian",
        html(
            "Ой!",
            '<form action="/checkcaptcha"><h1>Подтвердите, что запросы отправляли вы, а не робот</h1><p>Нам очень жаль, но '
            "запросы с вашего устройства похожи на автоматические.</p></form>",
            lang="ru",
        ),
        "captcha",
    ),
    Sample(
        "a check in Chinese",
        html(
            "百度安全验证",
            '<div class="verify-wrap"><p>网络不给力，请稍后重试</p><p>请完成下方验证后继续操作</p></div>',
            lang="zh",
        ),
        "captcha",
    ),
    Sample(
        "a slider",
        html(
            "验证码拦截",
            '<div id="nocaptcha"><div class="nc_wrapper">请按住滑块，拖动到最右边</div></div><p>亲，请拖动下方滑块完成验证</p>'
            "<script>window._config_={action:'captcha'};/* x5secdata */</script>",
            lang="zh",
        ),
        "captcha",
    ),
    Sample(
        "a check in Japanese",
        html(
            "ロボットではないことを確認",
            '<p>通常と異なるトラフィックが検出されました。</p><div class="g-recaptcha"></div>',
            lang="ja",
        ),
        "captcha",
    ),
    Sample(
        "a check in Korean",
        html(
            "확인",
            '<h1>로봇이 아닙니다</h1><p>비정상적인 접근이 감지되었습니다.</p><div class="captcha-box"></div>',
            lang="ko",
        ),
        "captcha",
    ),
    Sample(
        "a check in Spanish",
        html(
            "Verificación de seguridad",
            '<p>Hemos detectado tráfico inusual desde tu red. Confirma que no eres un robot.</p><div class="h-captcha"></div>',
            lang="es",
        ),
        "captcha",
    ),
    Sample(
        "a check in French",
        html(
            "Vérification de sécurité",
            "<p>Confirmez que vous êtes un humain pour continuer vers shop.example.</p>",
            lang="fr",
        ),
        "captcha",
    ),
    Sample(
        "rejected by a firewall",
        html(
            "Request Rejected",
            "The requested URL was rejected. Please consult with your administrator.<br><br>Your support ID is: 12345"
            "<br><a href='javascript:history.back();'>[Go Back]</a>",
        ),
        "denied",
    ),
    Sample(
        "a plug-in of a weblog",
        html(
            "Your access to this site has been limited",
            "<h1>Your access to this site has been limited by the site owner</h1><p>Your access to this service has been "
            "limited. (HTTP response code 503)</p><p>If you think you have been blocked in error, contact the owner of "
            "this site for assistance.</p><h2>Block Technical Data</h2><p>Block Reason: Access from your area has been "
            "temporarily limited for security reasons</p>",
        ),
        "denied",
        503,
    ),
    Sample(
        "not acceptable",
        html(
            "Not Acceptable!",
            "<h1>Not Acceptable!</h1><p>An appropriate representation of the requested resource could not be found on "
            "this server. This error was generated by Mod_Security.</p>",
        ),
        "denied",
        406,
    ),
    Sample(
        "a firewall with a table",
        html(
            "Sucuri WebSite Firewall - Access Denied",
            "<h1>Access Denied - Sucuri Website Firewall</h1><p>If you are the site owner (or you manage this site), please "
            "whitelist your IP or if you think this block is an error please open a support ticket.</p><h2>Block details:"
            "</h2><table><tr><td>Your IP:</td><td>192.0.2.1</td></tr><tr><td>URL:</td><td>shop.example/list</td></tr>"
            "<tr><td>Block ID:</td><td>GEO02</td></tr></table>",
        ),
        "denied",
    ),
    Sample(
        "a proof of work",
        html(
            "Making sure you're not a bot!",
            "<h1>Making sure you're not a bot!</h1><p>Loading...</p><details><summary>Why am I seeing this?</summary><p>You "
            "are seeing this because the administrator of this website has set up a proof-of-work challenge to protect "
            'the server against the scourge of AI companies.</p></details><script id="anubis_challenge">{}</script>',
        ),
        "challenge",
    ),
    Sample(
        "a checkpoint",
        html(
            "Vercel Security Checkpoint",
            "<p>We're verifying your browser</p><p>Website owner? Click here to fix</p>",
        ),
        "challenge",
    ),
    Sample(
        "a cookie and a reload",
        "<html><body><script>document.cookie='x_token='+compute(17)+'; path=/';window.location.reload();</script></body></html>",
        "challenge",
    ),
    Sample(
        "a cookie that is computed, and a sentence",
        html(
            "Loading",
            '<script src="/aes.min.js"></script><script>function toNumbers(d){return d}var a=toNumbers("f6"),'
            'c=slowAES.decrypt(a);document.cookie="__test="+c;location.href="/?i=1";</script>'
            "<noscript>This site requires Javascript to work, please enable Javascript in your browser</noscript>",
        ),
        "challenge",
    ),
    Sample(
        "a shell of scripts with status 202",
        "<!DOCTYPE html><html><head><title></title><script>window.awsWafCookieDomainList=[];window.gokuProps={}</script>"
        '<script src="https://x.awswaf.example/challenge.js"></script></head><body><div id="challenge-container"></div>'
        "</body></html>",
        "challenge",
        202,
    ),
    Sample(
        "a guard against floods",
        html(
            "DDoS-Guard",
            "<h1>Checking your browser before accessing shop.example</h1><p>Please wait a few seconds.</p>",
        ),
        "challenge",
    ),
    Sample(
        "too many requests, with 200",
        html(
            "Too Many Requests",
            "<h1>Too Many Requests</h1><p>You have sent too many requests. Please try again later.</p>",
        ),
        "rate_limit",
    ),
    Sample(
        "too fast, in German",
        html("Zu viele Anfragen", "<p>Zu viele Anfragen. Bitte warten Sie.</p>"),
        "rate_limit",
        429,
    ),
    Sample(
        "a login wall with the frame of the site",
        site(
            "Log in or sign up to view",
            f"<h1>Log in to continue</h1><p>You must log in to continue.</p>{_PASSWORD}<a href='/f'>Forgot password?</a>",
            head="",
        ),
        "login",
        url="https://social.example/login?next=/list/1",
    ),
    Sample(
        "members only",
        site("Sign in | Trade portal", f"<h1>Sign in</h1><p>This page requires a login.</p>{_PASSWORD}"),
        "login",
    ),
    Sample(
        "a login in German",
        site("Anmelden", f"<h1>Anmelden</h1>{_PASSWORD}<p>Passwort vergessen?</p>", lang="de"),
        "login",
    ),
    Sample(
        "a login in Russian",
        site("Вход", f"<h1>Вход</h1><p>Войдите, чтобы продолжить</p>{_PASSWORD}", lang="ru"),
        "login",
    ),
    Sample(
        "a login in Portuguese",
        site("Entrar", f"<h2>Entrar</h2><p>Faça login para continuar</p>{_PASSWORD}", lang="pt"),
        "login",
    ),
    Sample(
        "a login in Chinese",
        site("用户登录", f"<p>请先登录后查看</p>{_PASSWORD}", lang="zh"),
        "login",
    ),
    Sample(
        "a wall of a network",
        site(
            "Sign Up",
            "<h1>Join to view the full profile</h1><p>Create your free account to see what they have been up to.</p>"
            f"{_PASSWORD}<p>Already on Network? <a href='/l'>Sign in</a></p>",
        ),
        "login",
        999,
        "https://network.example/authwall?trk=x",
    ),
    Sample(
        "not in your country",
        html(
            "Unavailable in your region",
            "<p>We recognize you are attempting to access this website from a country belonging to the European Economic "
            "Area and therefore cannot grant you access at this time. For any issues, call 555-0100.</p>",
        ),
        "denied",
        451,
    ),
    Sample(
        "denied in Chinese",
        html(
            "访问被拒绝",
            "<h1>访问被拒绝</h1><p>您的请求可能对网站造成安全威胁，已被管理员设置的策略阻止。</p>",
            lang="zh",
        ),
        "denied",
    ),
    Sample(
        "denied in Polish",
        html("Odmowa dostępu", "<h1>Odmowa dostępu</h1><p>Nie masz uprawnień do tej strony.</p>", lang="pl"),
        "denied",
        403,
    ),
    Sample(
        "a refusal in JSON",
        '{"error": "forbidden", "message": "Your request was blocked by our security policy. Incident ID: 77"}',
        "denied",
    ),
    Sample(
        "a rate limit in JSON",
        '{"code": 429, "message": "API rate limit exceeded for 192.0.2.1"}',
        "rate_limit",
    ),
    Sample(
        "a captcha in JSON",
        '{"url": "https://geo.captcha-delivery.com/captcha/?initialCid=AHrlq"}',
        "captcha",
        403,
    ),
]


def product(name: str, extra: str = "") -> str:
    return site(
        f"{name} – Example Shop",
        f"<h1>{name}</h1><p class='price'>$19.90</p><p>In stock. Sold by Example.</p><button>Add to cart</button>{extra}",
    )


INNOCENT = [
    Sample("an article about captchas", site("How captchas work", f"<h1>How captchas work</h1><p>{_LOREM * 8}</p><p>The page asks: confirm that you are not a robot.</p>")),
    Sample("a short article about captchas", site("What is a CAPTCHA? – Glossary", "<h1>What is a CAPTCHA?</h1><p>A captcha is a test that tells people from programs. It was invented around the year 2000, and most people have met it as a row of crooked letters.</p>")),
    Sample("a glossary entry with that very name", site("CAPTCHA", f"<h1>CAPTCHA</h1><p>{_LOREM * 2}</p><p>Short for a test that tells computers and humans apart.</p>")),
    Sample("a question in a forum", site("Site keeps asking me to verify - Forum", "<h1>Site keeps asking me to verify</h1><div class='post'><p>Every time I open the shop it says 'Verify you are human'. What can I do?</p></div><div class='post'><p>Clear your cookies.</p></div>")),
    Sample("a question about error 403", site("Why do I get 403 Forbidden from nginx? - Q&A", f"<h1>Why do I get 403 Forbidden from nginx?</h1><p>{_LOREM}</p><p>The log says: you don't have permission to access this resource.</p>")),
    Sample("a book called Access Denied", product("Access Denied", "<p>Paperback, 320 pages. By Ann Miller.</p>")),
    Sample("a film called Blocked", site("Blocked (2019)", "<h1>Blocked</h1><p>Drama, 98 minutes. Directed by Ann Miller. Two brothers inherit a crane.</p>")),
    Sample("a song called Just a Moment", site("Just a Moment – Lyrics", "<h1>Just a Moment</h1><p>Give me just a moment in the morning light</p><p>Give me just a river and a star at night</p>")),
    Sample("a product with a login form beside it", product("Blue lamp", f"<aside><h3>Login</h3>{_PASSWORD}<p>Forgot password?</p></aside>")),
    Sample("a product with a login form in the page", product("Oak table", f"<div class='account'><h3>Log in</h3>{_PASSWORD}<p>Forgot your password? Remember me</p></div>")),
    Sample("a product with a captcha in its question form", product("Red lamp", "<form><textarea></textarea><div class='g-recaptcha'></div><p>Please confirm that you are not a robot.</p></form>")),
    Sample("a contact page with a captcha", site("Contact us", "<h1>Contact us</h1><p>Write to us or call 555 0100.</p><form><input name='mail'><div class='h-captcha'></div><button>Send</button></form>")),
    Sample("an article behind a network's script", site("The harbour", f"<h1>The harbour</h1><p>{_LOREM * 3}</p>", head='<script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script>')),
    Sample("a short page behind a network's script", site("Opening hours", "<h1>Opening hours</h1><p>Monday to Friday, 9 to 17.</p>", head='<script src="/cdn-cgi/challenge-platform/h/b/scripts/jsd/main.js"></script>')),
    Sample("an application that needs scripts", html("Shop", '<div id="root"></div><noscript>You need to enable JavaScript to run this app.</noscript><script src="/static/js/main.js"></script>')),
    Sample("another application that needs scripts", html("Dashboard", "<noscript><strong>We're sorry but this app doesn't work properly without JavaScript enabled. Please enable it to continue.</strong></noscript><div id=app></div>")),
    Sample("an empty list", site("Search", "<h1>Search</h1><p>Nothing was found for your words. Try again later or with other words.</p>")),
    Sample("a page that is not there", site("Not found", "<h1>Page not found</h1><p>The page that you look for does not exist.</p>")),
    Sample("a shop under maintenance", html("Maintenance", "<h1>We will be back soon</h1><p>The shop is being improved. Please try again later.</p>")),
    Sample("a member list", site("Members", "<h1>Members</h1><ul><li>Ann Miller, chair</li><li>Bob Jones, treasurer</li><li>Cy Smith</li></ul>")),
    Sample("an address with login in its path", site("Changes in version 2", f"<h1>Changes in version 2</h1><p>{_LOREM * 2}</p>"), url="https://docs.example/auth/changes"),
    Sample("documentation of a login", site("Sign in with a token – Docs", f"<h1>Sign in with a token</h1><p>{_LOREM * 4}</p><p>You must be logged in to create one.</p>"), url="https://docs.example/login/tokens"),
    Sample("an article that only members can read to its end", site("Prices rise again", f"<h1>Prices rise again</h1><p>{_LOREM * 2}</p><p>Log in to continue reading.</p>{_PASSWORD}", head='<script type="application/ld+json">{"@type":"NewsArticle","headline":"Prices rise again"}</script>')),
    Sample("an article with a prompt for members, without markup", site("Prices rise again", f"<h1>Prices rise again</h1><p>{_LOREM * 3}</p><p>Please log in to comment.</p>")),
    Sample("a status page", site("API status", "<h1>API status</h1><p>All systems work.</p><table><tr><td>429 Too many requests</td><td>0.1 %</td></tr><tr><td>403 Forbidden</td><td>0.0 %</td></tr></table>")),
    Sample("a list of HTTP statuses", site("HTTP statuses", "<h1>HTTP statuses</h1><dl><dt>401 Unauthorized</dt><dd>Authentication is required.</dd><dt>403 Forbidden</dt><dd>You don't have permission to access it.</dd><dt>429 Too Many Requests</dt><dd>You have sent too many requests.</dd></dl>")),
    Sample("terms of use", site("Terms of use", f"<h1>Terms of use</h1><p>{_LOREM * 3}</p><p>Automated access is not allowed. We may block your IP address.</p>")),
    Sample("news about a blockade", site("Harbour access blocked – News", f"<h1>Access blocked: harbour closed</h1><p>{_LOREM}</p><p>The access road has been blocked by a fallen tree.</p>")),
    Sample("a short notice about a road", site("Access restricted", "<h1>Bridge Street closed</h1><p>Until 3 May cars cannot cross. Buses stop at the market.</p>")),
    Sample("a game about robots", product("Are You a Robot? The card game", "<p>For 2 to 6 players. Prove that you are human before the others do!</p>")),
    Sample("a security check of a house", site("Security check for your home", "<h1>Security check for your home</h1><p>Our team looks at doors, windows and lamps. From $99.</p>")),
    Sample("an event", site("Open day", "<h1>Open day</h1><p>12 May, 10 am. Please sign in at the gate.</p><p>Remember me to your family!</p>")),
    Sample("a job", site("Night guard wanted", "<h1>Night guard wanted</h1><p>You check who comes in. Access to the site is restricted.</p>")),
    Sample("a tiny page", html("Thing", "<h1>Thing number 1</h1><p>$1.99</p>")),
    Sample("a page of a few words", html("", "<p>hello</p>")),
    Sample("a list of cards", site("Things", "".join(f"<div class=card><h3><a href='/item/{n}'>Thing {n}</a></h3><p>${n}.49</p></div>" for n in range(1, 9)))),
    Sample("a table of blocked addresses", site("Block list", "<h1>Block list</h1><table>" + "".join(f"<tr><td>192.0.2.{n}</td><td>blocked for spam</td></tr>" for n in range(30)) + "</table>")),
    Sample("JSON records", '{"items": [{"title": "Access denied", "price": 3}], "total": 1}'),
    Sample("a JSON record", '{"title": "Too Many Requests", "artist": "The Lamps", "year": 1999}'),
    Sample("a JSON record with a message", '{"id": 7, "message": "Lovely place, we come again later", "author": "Ann"}'),
    Sample("an empty JSON object", "{}"),
    Sample("a recipe of a captcha cake", site("Captcha cake", f"<h1>Captcha cake</h1><p>{_LOREM}</p><ul><li>200 g flour</li><li>3 eggs</li></ul>")),
    Sample("a server error", html("500 Internal Server Error", "<h1>Internal Server Error</h1><p>Please contact the server administrator.</p>"), status=500),
    Sample("a cookie banner before a product", product("Green lamp", "<div id='cookie-consent'><p>We use cookies. Accept all to continue.</p><button>Accept</button></div>")),
    Sample("a page that sets a cookie and goes elsewhere on a click", product("Vase", "<script>document.cookie='seen=1'; button.onclick=function(){location.href='/cart'}</script>")),
]  # fmt: skip
