"""Bringing names, dates and numbers to one form, as DuckDB macros, so that a million rows take a second.

What cannot be brought to its form becomes NULL. Who reads the rows tells a NULL that was a gap from one that was not.

* Names: lower case, accents and apostrophes gone, titles and suffixes gone, hyphens and blanks closed up.
* Dates: ISO (2026-11-22, 20261122) or UK order (22/11/2026, 22.11.2026, 22 November 2026), four-figure years.
* Gender: m, f, x. NHS codes 1 and 2 are taken for m and f; 0 and 9 mean not known.
* PNC: YYYY/NNNNNNNL with the check letter over two-figure year and serial of seven. CRO: NNNNNN/YYL or SFYY/NL, the
  same letters. Prison number: A1234BC.
* Postcode: closed up; its district is all but the last three characters.
"""

from __future__ import annotations

import duckdb

CHECK_LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"  # 23 of them: no I, O or S
GAPS = ("", "na", "n/a", "nan", "null", "none", "unknown", "not known", "not recorded", "nk", "-", "?")
TITLES = "mr|mrs|ms|miss|mx|dr|sir|rev|prof"
SUFFIXES = "jr|jnr|snr|sr|junior|senior|ii|iii|iv"
MALE, FEMALE = ("m", "male", "man", "boy", "1"), ("f", "female", "woman", "girl", "2")
OTHER = ("x", "other", "nonbinary", "non-binary", "non binary", "intersex", "indeterminate", "i")
GENDER_GAPS = ("u", "0", "9", "not specified", "not stated", "prefer not to say")
DATE_SHAPE = (
    r"(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d{8}|\d{1,2} [A-Za-z]{3,9} \d{4})"
    r"( 00:00(:00(\.0+)?)?)?"
)
DATE_FORMS = ("%Y-%m-%d", "%d-%m-%Y", "%Y%m%d", "%d %B %Y", "%d %b %Y")
OLDEST_YEAR = 1900


def listed(texts: tuple[str, ...]) -> str:
    return ", ".join(f"'{text}'" for text in texts)


MACROS = (
    # The text without what stands around it; NULL where it says that nothing is known.
    f"""given(x) AS CASE WHEN lower(trim(x::VARCHAR)) NOT IN ({listed(GAPS)}) THEN trim(x::VARCHAR) END""",
    """plain_letters(x) AS replace(replace(replace(replace(
        translate(lower(strip_accents(x)), 'łøđðı', 'loddi'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th')""",
    r"""name_words(x) AS trim(regexp_replace(regexp_replace(
        plain_letters(x), '[''’‘`´.]', '', 'g'), '[^\p{L}]+', ' ', 'g'))""",
    f"""without_title(x) AS regexp_replace(regexp_replace(
        x, '^(({TITLES}) )+', ''), '( ({SUFFIXES}))+$', '')""",
    """clean_words(x) AS nullif(without_title(name_words(given(x))), '')""",
    """clean_name(x) AS replace(clean_words(x), ' ', '')""",
    f"""clean_gender(x) AS CASE
        WHEN lower(given(x)) IN ({listed(MALE)}) THEN 'm'
        WHEN lower(given(x)) IN ({listed(FEMALE)}) THEN 'f'
        WHEN lower(given(x)) IN ({listed(OTHER)}) THEN 'x' END""",
    f"""is_gender_gap(x) AS given(x) IS NULL OR lower(given(x)) IN ({listed(GENDER_GAPS)})""",
    f"""date_text(x) AS CASE WHEN regexp_full_match(given(x), '{DATE_SHAPE}')
        THEN translate(regexp_replace(given(x), ' 00:00.*$', ''), '/.', '--') END""",
    f"""clean_date(x) AS try_strptime(date_text(x), [{listed(DATE_FORMS)}])::DATE""",
    f"""clean_birth(x, today) AS CASE WHEN year(clean_date(x)) >= {OLDEST_YEAR} AND clean_date(x) <= today
        THEN clean_date(x) END""",
    """swapped_day(d) AS CASE WHEN day(d) <= 12 AND day(d) <> month(d)
        THEN make_date(year(d), day(d), month(d)) END""",
    r"""number_text(x) AS regexp_replace(
        translate(upper(given(x)), '\-–', '///'), '[\s\p{Z}]', '', 'g')""",
    f"""check_letter(figures) AS substr('{CHECK_LETTERS}', (TRY_CAST(figures AS BIGINT) % 23)::INTEGER + 1, 1)""",
    """full_year(y, today) AS CASE WHEN length(y) = 4 THEN y
        WHEN TRY_CAST(y AS INTEGER) <= year(today) % 100 THEN '20' || y ELSE '19' || y END""",
    # A list of one and a lambda: what is made of it is worked out once, however often it is used.
    f"""pnc_reading(y, serial, letter, today) AS CASE WHEN length(serial) BETWEEN 1 AND 7 THEN list_transform(
        [full_year(y, today) || lpad(serial, 7, '0')], lambda f: CASE
        WHEN check_letter(f[3:]) = letter AND TRY_CAST(f[:4] AS INTEGER) BETWEEN {OLDEST_YEAR} AND year(today)
        THEN f[:4] || '/' || f[5:] || letter END)[1] END""",
    # Without its slash a PNC may have a year of four figures or of two: the check letter tells, if only one fits.
    r"""pnc_slashed(t, today) AS pnc_reading(
        split_part(t, '/', 1), regexp_extract(t, '/(\d+)', 1), right(t, 1), today)""",
    """pnc_closed(t, figures, today) AS pnc_reading(
        left(t, figures), substr(t, figures + 1, length(t) - figures - 1), right(t, 1), today)""",
    """pnc_either(long, short) AS CASE WHEN long <> short THEN NULL ELSE coalesce(long, short) END""",
    # Most are written as they should be: a short way for them, as there may be millions.
    r"""pnc_of(t, today) AS CASE
        WHEN regexp_full_match(t, '(19|20)\d{2}/\d{7}[A-Z]') AND check_letter(t[3:4] || t[6:12]) = t[13]
        AND t[:4] <= year(today)::VARCHAR THEN t
        WHEN regexp_full_match(t, '(\d{2}|\d{4})/\d{1,7}[A-Z]') THEN pnc_slashed(t, today)
        WHEN regexp_full_match(t, '(19|20)\d{3,9}[A-Z]')
        THEN pnc_either(pnc_closed(t, 4, today), pnc_closed(t, 2, today))
        WHEN regexp_full_match(t, '\d{3,9}[A-Z]') THEN pnc_closed(t, 2, today) END""",
    """clean_pnc(x, today) AS list_transform([number_text(x)], lambda t: pnc_of(t, today))[1]""",
    r"""cro_of(t) AS CASE
        WHEN regexp_full_match(t, '\d{1,6}/\d{2}[A-Z]')
        AND check_letter(split_part(t, '/', 2)[1:2] || lpad(split_part(t, '/', 1), 6, '0')) = right(t, 1)
        THEN lpad(split_part(t, '/', 1), 6, '0') || '/' || split_part(t, '/', 2)
        WHEN regexp_full_match(t, 'SF\d{2}/\d{1,6}[A-Z]')
        AND check_letter(t[3:4] || regexp_extract(t, '/(\d+)', 1)) = right(t, 1) THEN t END""",
    """clean_cro(x) AS list_transform([number_text(x)], lambda t: cro_of(t))[1]""",
    r"""clean_prison_number(x) AS CASE WHEN regexp_full_match(number_text(x), '[A-Z]\d{4}[A-Z]{2}')
        THEN number_text(x) END""",
    r"""postcode_text(x) AS regexp_replace(upper(given(x)), '[^A-Z0-9]', '', 'g')""",
    r"""clean_postcode(x) AS CASE WHEN regexp_full_match(postcode_text(x), '[A-Z]{1,2}\d[A-Z0-9]?\d[A-Z]{2}')
        THEN postcode_text(x) END""",
)


def install_macros(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the macros known to `connection`. Those with a `today` take it as a DATE."""
    for macro in MACROS:
        connection.execute(f"CREATE OR REPLACE TEMP MACRO {macro}")
