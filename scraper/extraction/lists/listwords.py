"""Words that lists of many languages print beside counts and names, for fields that the concepts do not know.

Forums, feeds and shops count replies, views, votes; keys are the words a schema uses, values what pages print.
"""

_GROUPS: tuple[str, ...] = (
    "replies reply answers answer comments comment responses posts antworten antwort kommentare beitrage "
    "reponses reponse commentaires respuestas comentarios risposte commenti respostas reacties antwoorden "
    "odpowiedzi komentarze komentari ответов ответы ответ комментариев комментарии balasan komentar 回复 回覆 "
    "返信 svar vastauksia odpovedi cevap yorum",
    "views view hits reads seen aufrufe ansichten zugriffe vues lectures visitas visite letture "
    "visualizzazioni weergaven bekeken wyswietlen odslon просмотров просмотры dilihat 查看 閲覧 visninger "
    "goruntuleme",
    "score points point upvotes karma likes votes vote punkte stimmen puntos votos punti voti punten glosow "
    "баллов очков",
    "stars stargazers star favourites favorites favorits bookmarks",
    "forks fork network members",
    "today heute aujourd hoy oggi vandaag dzisiaj сегодня",
    "members member mitglieder membres miembros membri leden участников",
    "downloads download descargas telechargements",
    "bids bid gebote gebot encheres pujas offerte",
    "sold verkauft vendus vendidos venduti",
    "author user username member poster starter owner started begonnen erstellt dimulai iniciado creado "
    "rozpoczety utente usuario benutzer utilisateur auteur membre gebruiker",
    "address location venue place where ort adresse lieu lugar luogo",
    "agency department ministry office behorde ministerium",
    "judge justice judges panel coram richter juez giudice author",
    "document pdf download opinion file",
    "agenda agendas tagesordnung",
    "minutes protokoll protocol acta",
    "volume size inhalt contenu bottle ml",
    "region origin country herkunft pays",
)
_RELATED: dict[str, frozenset[str]] = {}
for _group in _GROUPS:
    _words = frozenset(_group.split())
    for _word in _words:
        _RELATED[_word] = _RELATED.get(_word, frozenset()) | _words


def related_words(word: str) -> frozenset[str]:
    """The folded words that pages print for what the schema calls `word`; empty where nothing is known."""
    return _RELATED.get(word, frozenset())
