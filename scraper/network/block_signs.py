"""What pages say that keep visitors out: words of many languages and marks of challenges. Data; no page is read here.

The words are those that address the visitor of such a page, not those that a text about it would use: an article says
"captcha", a block page "confirm that you are not a robot". Collected from the documentation and the error pages of web
servers, firewalls and bot defences, and from bug reports of crawlers; a phrase stands for any spelling of its spaces.
"""

import re
from collections.abc import Mapping
from typing import Literal

Kind = Literal["captcha", "challenge", "denied", "login", "rate_limit"]

# A title or first heading that says it all; a site's name may stand before or after it.
_HEADINGS: Mapping[Kind, tuple[str, ...]] = {
    "captcha": (
        r"(?:are|is) (?:you|this) (?:a |really )?(?:robot|human|you)|robot check|bot check|captcha",
        r"human verification",
        (
            r"(?:please )?(?:verify|confirm|prove) (?:that )?(?:you are|you're|you’re) (?:a |not a )?(?:human"
            r"|robot|bot|real person)"
        ),
        r"verify(?:ing)? (?:you are|your) human(?:ity)?|i am not a robot|press (?:&|and) hold.*|slide to verify",
        r"unusual traffic(?: detected)?|pardon our interruption",
        r"(?:captcha|human|robot) (?:challenge|test|verification)|bist du ein (?:mensch|roboter)",
        r"sind sie ein (?:mensch|roboter)|êtes-vous un (?:humain|robot)|vérification de sécurité",
        r"verificación (?:humana|de seguridad)|¿eres (?:un )?(?:humano|robot)\??|verifica di sicurezza",
        r"verificação de segurança|вы не робот|проверка безопасности|подтвердите,? что вы не робот|ой!?",
        r"安全验证|安全驗證|人机验证|验证码|滑动验证|百度安全验证|认证|ロボットではないことを確認|画像認証",
        r"로봇이 아닙니다|güvenlik doğrulaması|robot musunuz|weryfikacja",
        r"potwierdź,? że (?:nie )?jesteś (?:robotem|człowiekiem)",
    ),
    "challenge": (
        r"just a moment",
        (
            r"(?:please wait|one moment|loading|checking|verifying)(?: please)?(?: while we (?:check|verify))?(?:"
            r" your)?(?: browser)?"
        ),
        r"attention required!?|ddos[- ](?:protection|guard)(?: by .*)?|security check(?:point)?",
        r".* security checkpoint|checking your browser(?: before accessing)?",
        r"making sure you(?:'re|’re| are) not a bot!?|verifying your (?:browser|connection)|client challenge",
        r"javascript challenge|browser check|einen moment(?: bitte)?|nur einen moment|un instant|un momento",
        r"só um momento|один момент|请稍候|少々お待ちください|잠시만 기다리",
    ),
    "denied": (
        (
            r"(?:error )?(?:403|401|406|429|451)(?: ?[-–—:.|]? ?(?:error|forbidden|unauthorized|not acceptable"
            r"|access denied|too many requests|unavailable for legal reasons))?"
        ),
        r"forbidden",
        r"access (?:to this (?:page|site|website) (?:has been|is|was) )?(?:denied|forbidden|restricted|blocked)",
        r"permission denied|(?:sorry,? )?you(?: have|'ve|’ve)? been blocked",
        r"(?:request|ip|ip address|access|page|website|web page)(?: has been| is| was)? (?:blocked|rejected|banned)!?",
        r"blocked|not acceptable!?|unauthorized|site unavailable in your (?:region|country)",
        r"sucuri website firewall.*|unavailable (?:for legal reasons|in your (?:region|country))",
        r"zugriff (?:verweigert|gesperrt)|accès (?:refusé|interdit)|acceso denegado|accesso negato",
        r"acesso negado|toegang geweigerd|odmowa dostępu|brak dostępu",
        r"доступ (?:запрещ[её]н|ограничен|заблокирован)|erişim (?:engellendi|reddedildi)",
        r"アクセス(?:が)?(?:拒否|制限).*|访问被拒绝|拒绝访问|访问受限|禁止访问|접근이? (?:거부|차단).*",
        r"åtkomst nekad|adgang nægtet",
    ),
    "login": (
        (
            r"(?:please )?(?:log|sign)[ -]?(?:in|on)(?: or (?:sign up|register|join|create an account))?(?:"
            r" (?:required|to .*))?"
        ),
        r"login(?: (?:required|page|form))?|authentication required|member(?:s)?(?: only| login| area)|sign up",
        r"join (?:now|to (?:view|continue|see) .*|.* today)|(?:bitte )?(?:einloggen|anmelden)",
        r"anmeldung(?: erforderlich)?|(?:se )?connexion|connectez-vous|identifiez-vous|iniciar sesión",
        r"inicia sesión(?: .*)?|acceder|accedi|iniciar sessão|entrar|faça (?:o )?login|inloggen|zaloguj się",
        r"logowanie|вход|войти|авторизация|войдите.*|giriş yap|oturum aç|ログイン|로그인|登录|登入|用户登录",
        r"请登录|logga in|log ind|kirjaudu.*|تسجيل الدخول",
    ),
    "rate_limit": (
        r"too many requests|rate limit(?:ed| exceeded)?|slow down|429(?: too many requests)?|zu viele anfragen",
        r"trop de requêtes|demasiadas (?:solicitudes|peticiones)|troppe richieste|muitas solicitações",
        r"слишком много запросов|リクエストが多すぎます|请求过于频繁|访问过于频繁|요청이 너무 많습니다",
    ),
}

_BODIES: Mapping[Kind, tuple[str, ...]] = {
    "captcha": (
        r"unusual (?:traffic|activity|behaviou?r) (?:from|on|in|coming from) your",
        (
            r"(?:verify|confirm|prove|make sure|ensure) (?:to us )?(?:that )?(?:you are|you're|you’re|it's|it’s)"
            r" (?:really )?(?:a human|human|not a (?:robot|bot)|you|a real)"
        ),
        r"enter the (?:characters|code|text|letters) (?:you see|below|shown|above|from the)",
        r"type the characters",
        r"(?:complete|solve|pass) (?:the|this|a) (?:captcha|security check|puzzle|challenge)",
        r"press (?:&|and) hold|slide (?:the (?:bar|slider|puzzle)|right|to)|i(?:'m|’m| am) not a robot",
        (
            r"(?:automated|bot|robotic) (?:access|traffic|requests?|queries|activity|process)(?: .{0,60})?"
            r" (?:detected|violat|from your|not allowed|blocked)"
        ),
        r"you(?:'re|’re| are) (?:a|using a|browsing like a) bot",
        r"(?:something about )?your browser made us think you (?:might be|were|are) a bot",
        r"bestätigen sie,? dass sie (?:ein mensch|kein (?:roboter|bot))",
        r"ungewöhnliche[rn]? (?:datenverkehr|aktivität)",
        r"confirme[rz]? que vous (?:êtes (?:un )?humain|n[’']êtes pas un robot)",
        r"trafic (?:inhabituel|exceptionnel)",
        r"(?:confirme?|verifique|demuestre) que (?:eres|es|usted es) (?:un )?humano",
        r"no (?:eres|es|soy) un robot|tráfico (?:inusual|inhabitual)",
        r"(?:conferma|verifica) (?:che|di) (?:non )?(?:sei|essere) (?:un )?(?:robot|umano)",
        r"traffico (?:insolito|anomalo)|(?:confirme|verifique) que você (?:não é um robô|é (?:um )?humano)",
        r"tráfego incomum|potwierdź,? że (?:nie )?jesteś",
        r"подтвердите,? что (?:вы не робот|запросы отправляли вы)|докажите,? что вы не робот",
        r"подозрительн\w+ (?:трафик|активность)|robot olmadığınızı|olağan dışı trafik",
        r"请(?:完成|进行|拖动|输入|点击|依次).{0,12}(?:验证|驗證|滑块)",
        r"(?:访问|网络|操作)(?:环境)?(?:存在)?异常|异常(?:流量|访问)|ロボットでは(?:ない|ありません)",
        r"通常と異なるトラフィック|表示されている文字を入力|로봇이 아(?:님|닙)|비정상적인 (?:트래픽|접근)",
        r"자동입력 방지",
    ),
    "challenge": (
        r"checking (?:your browser|if the site connection is secure)",
        r"(?:verifying|verify) (?:you are human|your browser|that you are human)",
        r"(?:enable|turn on|allow) (?:javascript|js) and (?:cookies|disable|reload)",
        r"enable js and disable any ad ?blocker",
        r"(?:needs? to |will )(?:review|check) the security of your (?:connection|browser)",
        r"this (?:process|check) is automatic|your browser will (?:be redirected|redirect)",
        r"you will be redirected (?:once|when) .{0,40}(?:check|valid)",
        r"performing (?:a )?(?:security|browser) (?:check|verification)",
        r"(?:uses?|using) a security service to protect|proof[- ]of[- ]work",
        r"protect(?:ed)? (?:itself )?(?:from|against) (?:online attacks|ddos|malicious|bots|scrap)",
        r"ihr browser wird (?:überprüft|geprüft)|vérification de votre navigateur",
        r"comprobando (?:su|tu) navegador|verificando (?:seu|o seu|tu|su) navegador",
        r"проверка (?:вашего )?браузера|ваш браузер проверяется",
        r"正在(?:检查|验证|進行|进行).{0,12}(?:浏览器|安全|连接)|ブラウザを(?:確認|チェック)|브라우저를 확인",
    ),
    "denied": (
        r"you (?:do not|don't|don’t) have (?:permission|access|authorization) to (?:access|view|use|visit)",
        r"you (?:are not|aren't|aren’t) (?:allowed|authori[sz]ed|permitted) to (?:access|view|visit)",
        r"you are unable to access",
        (
            r"(?:has|have|was|were|is|are) (?:been )?(?:blocked|banned|denied|rejected|flagged) (?:by|because|due"
            r"|from|for|as)"
        ),
        (
            r"your (?:ip|ip address|request|access|connection|network)(?: address)?(?: to this \w+)? (?:has been"
            r"|was|is|appears)(?: \w+)? (?:blocked|denied|limited|banned|rejected|blacklisted|flagged)"
        ),
        r"request unsuccessful|incident id",
        r"(?:reference|support|ray|event|request|block|error) ?(?:id|number|#|code)[:# ]",
        r"(?:contact|email) the (?:site|website) (?:owner|administrator)|why (?:have i been|was i) blocked",
        r"the requested url was rejected",
        r"security (?:solution|service|policy|rule|system)s? (?:to protect|that|has|have|was|violation)",
        r"not available (?:in|from) your (?:country|region|location)|european economic area|for legal reasons",
        r"(?:ihre|deine) (?:ip|anfrage|ip-adresse).{0,30}(?:gesperrt|blockiert)|keine berechtigung",
        r"(?:vous n[’']avez pas|vous n[’']êtes pas) (?:la permission|l[’']autorisation|autorisé)",
        r"votre (?:ip|adresse ip|accès).{0,30}bloqué|no tiene(?:s)? permiso",
        r"su (?:ip|acceso|dirección ip).{0,30}(?:bloquead|denegad)",
        r"non (?:hai|disponi|sei) .{0,30}(?:permess|autorizza)|você não tem permissão",
        r"seu (?:ip|acesso).{0,30}bloquead|geen toestemming|nie masz uprawnień|twój adres ip",
        r"(?:ваш ip|доступ (?:к сайту|с вашего|для вас)|у вас нет (?:прав|доступа)).{0,40}",
        r"您的?(?:ip|请求|访问|访问请求).{0,20}(?:阻止|拦截|封|限制|拒绝)",
        r"アクセス(?:権|する権限)が(?:あり|無|な)|権限がありません|(?:접근|액세스) 권한이 없",
        r"ip (?:adresiniz|주소).{0,20}(?:engellen|차단)|bu sayfaya erişim izniniz yok",
    ),
    "login": (
        r"(?:you )?(?:must|need to|have to|please|required to) (?:be )?(?:log(?:ged)?|sign(?:ed)?)[ -]?in",
        (
            r"(?:log|sign) in (?:or (?:sign up|register|join|create an account) )?(?:to|for) (?:continue|view|see"
            r"|access|read|proceed|unlock)"
        ),
        (
            r"(?:this|the) (?:page|content|area|site|section) (?:is|requires) .{0,30}(?:members|subscribers"
            r"|logged|login|sign)"
        ),
        r"(?:create|register) (?:an?|your) (?:free )?account to",
        r"only (?:registered|logged[- ]in) (?:users|members)|forgot(?:ten)? (?:your )?(?:password|username)",
        r"remember me|keep me (?:logged|signed) in|melden sie sich an|bitte (?:melden|loggen) sie sich",
        r"passwort vergessen|angemeldet bleiben|connectez-vous pour|veuillez vous (?:connecter|identifier)",
        r"mot de passe oublié|inicia sesión para|debes? iniciar sesión|olvid\w+ (?:tu|su|la) contraseña",
        r"accedi per|password dimenticata|faça login para|esquec\w+ (?:a|sua) senha|wachtwoord vergeten",
        r"zaloguj się,? aby|nie pamiętasz hasła|войдите,? чтобы|необходимо (?:войти|авторизоваться)",
        r"забыли пароль|giriş yapmalısınız|şifremi unuttum|请(?:先)?(?:登录|登入)|登录后|忘记密码",
        r"ログイン(?:して|が必要)|パスワードをお忘れ|로그인(?:이 필요|해 주|하세요|후)",
        r"비밀번호(?:를)? (?:찾기|잊)",
    ),
    "rate_limit": (
        r"too many requests|rate limit(?:ed| exceeded|ing)|sent (?:us )?too many",
        r"(?:exceeded|reached) (?:the|your) .{0,30}(?:limit|quota)",
        r"slow down|making requests too quickly",
        r"zu viele anfragen|trop de requêtes|demasiadas (?:solicitudes|peticiones)|troppe richieste",
        r"muitas solicitações|слишком (?:много|часто)|频繁|稍后再试",
        r"しばらく(?:して|時間)|잠시 후 다시",
    ),
}


def _compiled(phrases: tuple[str, ...], *, is_whole: bool) -> re.Pattern[str]:
    pattern = "|".join(phrases)
    if is_whole:
        name = r"(?:[^|–—·:»\n]{1,60}?(?: ?[|–—·:»] ?| - ))?"
        pattern = rf"^\W*{name}(?:{pattern})\W*(?:(?:[|–—·»]| - ).{{1,80}})?$"
    return re.compile(pattern)


HEADINGS: Mapping[Kind, re.Pattern[str]] = {kind: _compiled(text, is_whole=True) for kind, text in _HEADINGS.items()}
"""Fits a whole title or heading, in lower case, of a page of that kind."""

BODIES: Mapping[Kind, re.Pattern[str]] = {kind: _compiled(text, is_whole=False) for kind, text in _BODIES.items()}
"""Found in the text, in lower case, of a page of that kind."""

_CHALLENGE_MARKS = (
    "cf-chl",
    "cf_chl",
    "challenge-form",
    "challenge-running",
    "challenge-stage",
    "challenge-error",
    "/cdn-cgi/challenge-platform/h/",
    "cf-error-details",
    "cf-browser-verification",
    "_incapsula_resource",
    "incident_id",
    "px-captcha",
    "captcha-delivery.com",
    "gokuprops",
    "awswaf",
    "kpsdk",
    "sucuri_cloudproxy",
    "ddos-guard",
    "x5secdata",
    "_____tmd_____",
    "punish-component",
    "anubis_challenge",
    "slowaes",
    "tonumbers(",
    "distil_",
    "reblaze",
    "showcaptcha",
    "smartcaptcha",
    "checkcaptcha",
    "validatecaptcha",
    "/sorry/index",
    "bobcmn",
    "tspd",
    "bm-verify",
    "sec-if-cpt",
    "__ddg",
    "qrator",
    "bot-check",
    "bot_check",
    "bot-challenge",
    "browser-check",
    "browser-verif",
    "browser_check",
    "hcdn-cgi",
)
"""Found, in lower case, in the markup or the scripts of a page that tests its visitor, and hardly in any other."""

# A script that sets a cookie and loads the page again.
_SETS_COOKIE_AND_RELOADS = re.compile(
    r"document\.cookie\s*=[^;]{0,300};.{0,200}location(?:\.(?:reload|href|replace|assign))?\b", re.DOTALL
)


def is_marked(markup: str) -> bool:
    """Whether the source has the mark of a challenge."""
    lower = markup.lower()
    if any(mark in lower for mark in _CHALLENGE_MARKS):
        return True
    return "document.cookie" in lower and _SETS_COOKIE_AND_RELOADS.search(lower) is not None


WIDGET_MARKS = re.compile(
    r"captcha|turnstile|geetest|arkose|not-?a-?robot|human-?(?:check|verif|challenge)|slider?-?(?:verify|captcha)|nc_wrapper|challenge",
    re.IGNORECASE,
)
"""Found in the names of the elements that ask a visitor to prove something; also on ordinary forms."""

LOGIN_PATHS = re.compile(
    r"/(?:log-?in|sign-?in|auth|authwall|account/login|users?/sign_in|sso|oauth2?|session/new|wp-login\.php|anmelden|connexion|acceso|entrar|checkpoint)\b",
    re.IGNORECASE,
)
"""Found in the path of a page that asks for a login."""

CONTENT_MARKS = re.compile(
    r""""@type"\s*:\s*\[?\s*"(?:Product|\w*Article|BlogPosting|Recipe|Event|JobPosting|Book|Movie|\w*Report|ItemList|Review|QAPage|FAQPage|Course|Dataset|VideoObject)"
    |itemtype=["']?https?://schema\.org/(?:Product|\w*Article|BlogPosting|Recipe|Event|JobPosting|Book|Movie|Review)""",
    re.IGNORECASE | re.VERBOSE,
)
"""What says that the page is about something: no page that keeps visitors out has it."""
