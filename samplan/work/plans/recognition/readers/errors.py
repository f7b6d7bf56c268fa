"""What is said to the person whose file can't be read."""


class ReadRefused(Exception):
    """The file is not read. The message is Swedish, and says what happened and what to do."""

    def __init__(self, message_sv: str, *, reason: str) -> None:
        super().__init__(message_sv)
        self.message_sv = message_sv
        self.reason = reason


_SAVE_AS = "Spara planen som Word (.docx), ODT, PDF eller text och försök igen."

_MESSAGES = {
    "empty": "Filen är tom. Kontrollera att du valde rätt fil och att den är sparad.",
    "too_large": "Filen är större än {limit} MB och läses inte in. Ta bort bilder eller bilagor, spara och försök igen.",
    "image": "Filen är en bild, och text i bilder kan inte läsas in. " + _SAVE_AS,
    "media": "Filen är ljud eller film, inte ett dokument. Välj filen med planen.",
    "compressed": "Filen är ett paket med andra filer (zip eller liknande). Packa upp det och välj filen med planen.",
    "other_format": "Filen är i ett format som inte kan läsas in. " + _SAVE_AS,
    "web_page": "Filen är en webbsida. Kopiera texten till ett dokument. " + _SAVE_AS,
    "rich_text": "Filen är i formatet RTF, som inte kan läsas in. Öppna den i Word och spara som Word-dokument (.docx).",
    "spreadsheet": "Filen är ett kalkylark, inte en plan i löpande text. Kopiera innehållet till ett dokument. "
    + _SAVE_AS,
    "slides": "Filen är en presentation, inte en plan i löpande text. Kopiera innehållet till ett dokument. "
    + _SAVE_AS,
    "old_word": "Filen är i Words gamla format (.doc). Öppna den i Word, välj Spara som och Word-dokument (.docx).",
    "old_office": "Filen är i ett gammalt Office-format. " + _SAVE_AS,
    "macros": "Dokumentet innehåller makron och läses inte in. Spara det som Word-dokument utan makron (.docx).",
    "password": "Filen är skyddad med lösenord. Ta bort lösenordet, spara och försök igen.",
    "bomb": (
        "Filen blir orimligt stor när den packas upp och läses inte in. "
        "Öppna dokumentet, spara det som en ny fil och försök igen."
    ),
    "broken": "Filen är skadad och går inte att öppna. Hämta eller spara den på nytt och försök igen.",
    "truncated": "Filen är inte hel: slutet saknas. Hämta eller spara den på nytt och försök igen.",
    "unsafe_xml": (
        "Filen innehåller hänvisningar som inte hör hemma i ett dokument och läses inte in. "
        "Öppna dokumentet, spara det som en ny fil och försök igen."
    ),
    "scanned": (
        "PDF-filen är inskannad: den innehåller bilder av sidor men ingen text. "
        "Använd originaldokumentet eller kör textigenkänning (OCR) på filen och försök igen."
    ),
    "no_text": "Det finns ingen text i dokumentet. Kontrollera att du valde rätt fil.",
    "unreadable_font": (
        "Texten i PDF-filen går inte att läsa ut, för filen saknar uppgift om vilka bokstäver tecknen är. "
        "Använd originaldokumentet eller spara om det som PDF."
    ),
    "too_many_pages": "PDF-filen har fler än {limit} sidor och läses inte in. Dela upp den och ta bara med planen.",
    "too_heavy": "Filen tog för lång tid eller för mycket minne att läsa in. Spara den på nytt eller dela upp den.",
    "encoding": (
        "Filens bokstäver går inte att tolka, till exempel å, ä och ö. "
        "Öppna filen i det program den skrevs i och spara den som text med kodningen UTF-8."
    ),
    "not_text": "Filen är inte text utan innehåller annan data. " + _SAVE_AS,
}


def refused(reason: str, **values: object) -> ReadRefused:
    return ReadRefused(_MESSAGES[reason].format(**values), reason=reason)
