"""A document's text to a tree of texts: what YAML 1.2 and JSON say, where it stands, and what is refused."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from icsgen.details import yaml_documents
from icsgen.details.documents import read
from icsgen.details.sources import Document, Tree
from icsgen.errors import InputError, Place, Step

SAMPLES = sorted((Path(__file__).parent.parent / "samples").glob("*.yaml"))


def tree(text: str | bytes, name: str = "x.yaml") -> Tree:
    return read(text.encode() if isinstance(text, str) else text, name).tree


def faults(text: str | bytes, name: str = "x.yaml") -> list[str]:
    with pytest.raises(InputError) as caught:
        tree(text, name)
    assert all(problem.text for problem in caught.value.problems)
    return [str(problem) for problem in caught.value.problems]


def place(document: Document, *path: Step) -> str:
    return str(Place(document, path))


# --- what is said


@pytest.mark.parametrize(
    "word",
    [
        *("NO", "no", "on", "off", "yes", "true", "False", "14:30", "0123", "0o17", "0x1F", "1_000", "1e3"),
        *(
            "2026-11-17",
            "2026-11-17 14:30",
            "12-24",
            "2026-12-24..2027-01-02",
            "-call",
            ".5",
            ".inf",
            "=",
            "<<",
        ),
        *(
            "+1 555 0199",
            "Sam Ode <sam@acme.example>",
            "https://acme.example/?a=b#c",
            "nUll",
            "株式会社",
            "😀",
        ),
    ],
)
def test_scalars_stay_the_text_that_was_written(word: str) -> None:
    """Norway is no falsehood, half past two no number of minutes, a date no object."""
    assert tree(f"key: {word}\n") == {"key": word}
    assert tree(f"- {word}\n") == [word]
    assert tree(f"key: '{word}'\n") == tree(f'key: "{word}"\n') == {"key": word}
    assert tree(f"{word}: x\n") == {word: "x"}


@pytest.mark.parametrize("nothing", ["", "~", "null", "Null", "NULL", "# a comment"])
def test_nothing_is_none(nothing: str) -> None:
    """An empty value and YAML's words for it; but in quotes a text is a text."""
    assert tree(f"key: {nothing}\nother: x\n") == {"key": None, "other": "x"}
    assert tree(f"key: '{nothing}'\n") == {"key": nothing}


def test_texts_over_several_lines() -> None:
    """Kept lines, folded lines, quoted lines, lines that go on."""
    text = "kept: |\n  a\n  b\nfolded: >\n  a\n  b\nquoted: 'a\n  b'\nplain: a\n  b\n"

    assert tree(text) == {"kept": "a\nb\n", "folded": "a b\n", "quoted": "a b", "plain": "a b"}


def test_flow_and_block_say_the_same() -> None:
    """Mappings and lists in either form."""
    flow = "{me: {name: Ana}, days: [2026-12-24, 2026-12-25..2026-12-26], empty: [], none: {}}"
    block = "me:\n  name: Ana\ndays:\n- 2026-12-24\n- 2026-12-25..2026-12-26\nempty: []\nnone: {}\n"

    assert tree(flow) == tree(block)
    assert tree(flow) == {
        "me": {"name": "Ana"},
        "days": ["2026-12-24", "2026-12-25..2026-12-26"],
        "empty": [],
        "none": {},
    }


@pytest.mark.parametrize("name", ["x.json", "x.yaml", "<stdin>"])
def test_json_is_read_by_any_name(name: str) -> None:
    """JSON needs no ending; numbers stay as written, true and null are what they are."""
    text = '{"a": 1.50, "b": 10000000000000000000000, "c": true, "d": null, "e": "x\\ty\\u00e9", "f": NaN}'

    expected = {"a": "1.50", "b": "10000000000000000000000", "c": True, "d": None, "e": "x\tyé", "f": "NaN"}
    assert tree(text, name) == expected


def test_yaml_in_braces_need_not_be_json() -> None:
    """A comma at the end, a comment, a word without quotes."""
    assert tree('{"a": 1, b: x,}  # so\n') == {"a": "1", "b": "x"}


@pytest.mark.parametrize("name", ["x.json", "x.yaml"])
def test_mark_and_line_ends_do_not_matter(name: str) -> None:
    """A byte order mark, CR LF: as Windows saves a file; rows are counted alike."""
    text = '{"a": "1",\n "b":\n {"c": "2"}}'

    for data in (text.encode(), text.encode("utf-8-sig"), text.replace("\n", "\r\n").encode("utf-8-sig")):
        document = read(data, name)
        assert document.tree == {"a": "1", "b": {"c": "2"}}
        assert [place(document, *path) for path in (("a",), ("b",), ("b", "c"))] == [
            *(f"{name}:1:2", f"{name}:2:2", f"{name}:3:3")
        ]


def test_one_document_with_its_marks() -> None:
    """`---` and `...` around one document, a version in front."""
    assert tree("%YAML 1.2\n---\na: NO\n...\n") == {"a": "NO"}
    assert tree("%YAML 1.1\n---\na: NO\n") == {"a": "NO"}


# --- what is refused


@pytest.mark.parametrize(
    "text", [b"", b" \n\r\n\t", b"# nothing\n# here\n", b"\xef\xbb\xbf", "\u00a0".encode()]
)
def test_an_empty_document(text: bytes) -> None:
    """Nothing but space or comments: said what is expected, at the first place."""
    assert faults(text) == ["x.yaml:1:1: an empty document; expected `me:` and an interview"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("a: 1\nb: Jos\xe9\n".encode("latin-1"), "x.yaml:2:7: found the byte 0xe9, which is not UTF-8"),
        ("a: é\nb: é \udcff\n".encode("utf-8", "surrogateescape"), "x.yaml:2:6: found the byte 0xff"),
        (b"\xff", "x.yaml:1:1: found the byte 0xff"),
        (b"a: 1\n\xc3", "x.yaml:2:1: found the byte 0xc3"),
        ("a: 1\n".encode("utf-16"), "x.yaml:1:1: found UTF-16 text"),
        (b"\xfe\xff" + "a: 1\n".encode("utf-16-be"), "x.yaml:1:1: found UTF-16 text"),
    ],
)
def test_a_file_of_another_encoding(data: bytes, words: str) -> None:
    """The first byte that is not UTF-8, at its row and column, and the cure."""
    [fault] = faults(data)

    assert fault.startswith(words)
    assert fault.endswith("expected a UTF-8 file: save it again with that encoding")


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x0b", "\x1b", "\x7f", "\ufffe"])
def test_a_control_character(character: str) -> None:
    """Each with its number and place, in YAML."""
    words = f"x.yaml:2:6: found the control character {ord(character)}; expected text"
    assert faults(f"a: é\nb: é {character} c\n") == [words]


def test_a_control_character_in_json() -> None:
    """JSON takes none between its quotes but as an escape."""
    assert faults('{"a":\n "\x00"}', "x.json") == ["x.json:2:3: not JSON: Invalid control character at"]
    assert tree('{"a": "\\u0000"}', "x.json") == {"a": "\0"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: 1\nb: 2\na: 3\n", ["x.yaml:3:1: found the key `a` a second time; expected it once"]),
        ("a: {b: 1, 'b': 2}\n", ["x.yaml:1:11: found the key `b` a second time; expected it once"]),
        ("- {b: 1,\n   b: 2}\n- {c: 1, c: 2}\n", ["x.yaml:2:4: ", "x.yaml:3:10: "]),
        ('{"a": 1,\n\t"b": {"c": 1, "c": 2}}', ["x.yaml:2:16: found the key `c` a second time"]),
        ('{"\\u00e9": 1,\n "é": 2}', ["x.yaml:2:2: found the key `é` a second time"]),
    ],
)
def test_a_key_twice(text: str, words: list[str]) -> None:
    """Every second one, at its own place: neither silently wins."""
    found = faults(text)

    assert len(found) == len(words)
    assert all(fault.startswith(start) for fault, start in zip(found, words, strict=True))
    if text.startswith("{"):
        assert faults(text, "x.json") == [fault.replace("x.yaml", "x.json") for fault in found]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "a: b: c\n",
            "x.yaml:1:5: not YAML: mapping values are not allowed here; line keys up with those above",
        ),
        (
            "a:\n\t- b\n",
            "x.yaml:2:1: not YAML: found character '\\t' that cannot start any token; indent with",
        ),
        ("a: 1\n---\nb: 2\n", "x.yaml:2:1: not YAML: but found another document; expected one document to a"),
        ("a: [1, 2\n", "x.yaml:2:1: not YAML: expected ',' or ']'"),
        ("a: 'x\n", "x.yaml:2:1: not YAML: "),
        ("a: @x\n", "x.yaml:1:4: not YAML: "),
        ("a: 1\nb: *c\n", "x.yaml:2:4: not YAML: found undefined alias 'c'"),
        ("%YAML 9.9\n---\na: 1\n", "x.yaml:1:1: not YAML: "),
        (
            "a: !date 2026-11-17\n",
            "x.yaml:1:4: found the tag !date; expected plain text, a list or a mapping",
        ),
        (
            "%TAG ! tag:x.example:\n---\na: !date 1\n",
            "x.yaml:3:4: found the tag tag:x.example:date; expected",
        ),
        ("a:\n- !x {b: c}\n", "x.yaml:2:3: found the tag !x; expected plain text"),
        ("[a, b]: 1\n", "x.yaml:1:1: found a list or mapping as a key; expected a word"),
        ("? {a: b}\n: 1\n", "x.yaml:1:3: found a list or mapping as a key; expected a word"),
    ],
)
def test_what_breaks_the_rules_of_yaml(text: str, words: str) -> None:
    """The parser's words at the place of the fault, with a cure for the usual ones."""
    [fault] = faults(text)
    assert fault.startswith(words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"a": 1,}', "x.json:1:9: not JSON: "),
        ('{"a": 1}\n{"b": 2}', "x.json:2:1: not JSON: Extra data"),
        ('{\n"a" 1}', "x.json:2:5: not JSON: Expecting ':' delimiter"),
        ("a: 1", "x.json:1:1: not JSON: Expecting value"),
    ],
)
def test_what_breaks_the_rules_of_json(text: str, words: str) -> None:
    """A file named .json is JSON, and nothing that is only nearly so."""
    [fault] = faults(text, "x.json")
    assert fault.startswith(words)


def test_tags_of_yaml_itself_call_nothing() -> None:
    """`!!int` and its like leave a text as written; any other is refused, and none makes an object."""
    assert tree("a: !!int 07\nb: !!seq []\n") == {"a": "07", "b": []}
    for tag in ("!!python/object/apply:os.getcwd", "!!binary"):
        [fault] = faults(f"a: {tag} x\n")
        assert fault.startswith("x.yaml:1:4: found the tag tag:yaml.org,2002:")


def test_an_escape_beyond_unicode() -> None:
    """Which the parser itself takes for a character."""
    assert faults('a: b\nc: "x \\U00110000"\n') == ["x.yaml:2:7: not YAML: an escape beyond Unicode"]


def test_a_key_of_json_twice_in_two_spellings() -> None:
    """An escape and the character itself are one key."""
    words = ["x.json:1:21: found the key `😀` a second time; expected it once"]
    assert faults('{"\\ud83d\\ude00": 1, "😀": 2}', "x.json") == words


# --- aliases and depth


def test_an_alias_repeats_what_it_names() -> None:
    """Anchors save typing; a name used again holds from there on."""
    one = {"b": "1"}
    assert tree("a: &x {b: 1}\nc: *x\nd: [*x, *x]\n") == {"a": one, "c": one, "d": [one, one]}
    assert tree("a: &x 1\nb: &x 2\nc: *x\n") == {"a": "1", "b": "2", "c": "2"}


@pytest.mark.parametrize("text", ["a: &x [*x]\n", "a: &x {b: *x}\n", "a: &x [1, {b: [*x]}]\n", "[[&x [*x]]]"])
def test_an_alias_inside_what_it_names(text: str) -> None:
    """A detail that holds itself has no end; one that only names a key does."""
    [fault] = faults(text)
    assert fault.endswith(": found an alias inside what it names; expected text")


@pytest.mark.parametrize("kind", ["list", "mapping"])
def test_an_alias_bomb_is_refused_at_once(kind: str) -> None:
    """Thirty lines that say of themselves a billion details, and are not unfolded to find out."""
    each = "[{}]" if kind == "list" else "{{{}}}"
    lines = ["a0: &a0 x"]
    for number in range(1, 31):
        items = [f"*a{number - 1}"] * 10
        pairs = ", ".join(items if kind == "list" else [f"k{i}: {item}" for i, item in enumerate(items)])
        lines.append(f"a{number}: &a{number} {each.format(pairs)}")
    begun = time.perf_counter()

    [fault] = faults("\n".join(lines))

    assert "found aliases that unfold into 111,111 details; write them out" in fault
    assert time.perf_counter() - begun < 2


def test_many_details_without_aliases_are_fine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A large document is no bomb, nor is one that says each thing a few times."""
    monkeypatch.setattr(yaml_documents, "EXPANDED", 100)

    assert tree("[" + ",".join(["{a: b}"] * 500) + "]") == [{"a": "b"}] * 500
    assert tree("[&x {a: b}" + ", {a: *x}" * 200 + "]") == [{"a": "b"}, *[{"a": {"a": "b"}}] * 200]
    assert "aliases that unfold" in faults("[&x [" + "a," * 20 + "]" + ", *x" * 50 + "]")[0]


@pytest.mark.parametrize(
    "text",
    [
        *("[" * 2000, "[" * 2000 + "]" * 2000, "- " * 3000 + "a", "{a: " * 3000 + "b" + "}" * 3000),
        "\n".join(" " * level + "a:" for level in range(1500)),
        *('{"a": ' * 100_000 + "1" + "}" * 100_000, '{"a": ' + "[" * 100_000 + "]" * 100_000 + "}"),
    ],
    ids=["open lists", "lists", "dashes", "braces", "indents", "JSON mappings", "JSON lists"],
)
def test_thousands_of_levels(text: str) -> None:
    """A fault like any other: no crash, and no waiting."""
    begun = time.perf_counter()

    assert faults(text) == ["x.yaml: lists or mappings nested too deeply"]
    assert time.perf_counter() - begun < 5


@pytest.mark.parametrize(
    "text", ['{"a": ' * 300 + "1" + "}" * 300, '{"a": ' * 700 + "1" + "}" * 700, "[" * 60 + "]" * 60]
)
def test_a_deep_document_can_still_be_told_of(text: str) -> None:
    """Whatever is read can be placed, or is shown by its name alone."""
    document = read(text.encode(), "x.yaml")
    path: tuple[Step, ...] = ("a", "a") if text.startswith("{") else (0, 0)

    assert place(document, *path) in ("x.yaml", f"x.yaml:1:{8 if text.startswith('{') else 3}")


# --- where it stands


def leaves(found: Tree, path: tuple[Step, ...] = ()) -> Iterator[tuple[Step, ...]]:
    """The paths to all details, mappings and lists among them."""
    if path:
        yield path
    if isinstance(found, dict):
        for key, value in found.items():
            yield from leaves(value, (*path, key))
    elif isinstance(found, list):
        for index, value in enumerate(found):
            yield from leaves(value, (*path, index))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_every_detail_has_its_place(sample: Path) -> None:
    """Row and column are those at which the key, or the text of the list's item, stands in the file."""
    document = read(sample.read_bytes(), sample.name)
    lines = sample.read_text("utf-8").splitlines()
    seen = []
    for path in leaves(document.tree):
        position = document.position(path)
        assert position
        row, column = position
        rest, value, step = lines[row - 1][column - 1 :], document.tree, path[-1]
        for each in path:
            value = value[each]  # type: ignore[index]
        if isinstance(step, str):
            assert rest.startswith(f"{step}:"), path
            seen.append(position)
        elif isinstance(value, str):
            assert rest.startswith(value), path
        elif isinstance(value, dict):
            assert rest.lstrip("{").startswith(f"{next(iter(value))}:"), path

    assert len(seen) == len(set(seen)) > 5


def test_a_missing_detail_stands_where_it_is_missed() -> None:
    """A key that is not there has the place of what it should stand in."""
    document = read(b"# so\nme:\n  name: Ana\nlist:\n  - a\n  -   b: c\n", "x.yaml")

    assert place(document) == "x.yaml:1:1"
    assert place(document, "you") == "x.yaml:1:1"
    assert place(document, "me", "email") == place(document, "me") == "x.yaml:2:1"
    assert place(document, "me", "name", "first") == "x.yaml:3:3"
    assert place(document, "list", 0) == "x.yaml:5:5"
    assert place(document, "list", 1, "z") == place(document, "list", 1) == "x.yaml:6:7"
    assert place(document, "list", 7) == "x.yaml:4:1"


# --- laws

SCRAPS = st.sampled_from(
    [
        *(
            ": ",
            "- ",
            "\n",
            "\n  ",
            "---\n",
            "...",
            "%YAML 1.2\n",
            "&a ",
            "*a",
            "!!map ",
            "!t ",
            "<<: ",
            "? ",
        ),
        *(
            "{",
            "}",
            "[",
            "]",
            ",",
            '"',
            "'",
            "|\n",
            ">-\n",
            "#",
            "\t",
            "\\",
            "a",
            "b",
            "0",
            "é",
            "😀",
            "\r\n",
        ),
        *("\u2028", "\x85", "\x00", "\ufeff", "me", '{"a": ', "null", "~", "!<", "@", "`", "\\u00", "\\x0"),
    ]
)


@given(st.binary(max_size=60) | st.lists(SCRAPS, max_size=25).map(lambda scraps: "".join(scraps).encode()))
@example(b"%")
@example(b"\x0c")
def test_any_bytes_are_a_document_or_a_problem(data: bytes) -> None:
    """Whatever a file holds: a tree, or problems that can be shown."""
    for name in ("x.yaml", "x.json"):
        try:
            told = place(read(data, name), "a", 0)
        except InputError as fault:
            told = str(fault)
        assert re.match(rf"{name}(:\d+:\d+)?", told)


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
TREES: st.SearchStrategy[Tree] = st.recursive(
    st.none() | st.booleans() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(TEXTS, TREES, max_size=4), st.sampled_from([None, 1, "\t"]), st.booleans())
def test_json_is_read_back_as_written(
    written: dict[str, Tree], indent: int | str | None, plain: bool
) -> None:
    """Every tree, however it is laid out; and each of its keys has its own place."""
    text = json.dumps(written, indent=indent, ensure_ascii=plain)

    for name in ("x.json", "x.yaml"):
        assert tree(text, name) == written


@given(st.dictionaries(st.text("abcdé ", min_size=1), st.integers() | st.floats(allow_nan=False), min_size=1))
def test_numbers_of_json_stay_as_written(written: dict[str, float]) -> None:
    """Not a digit of a phone number or a year is lost, and none is added."""
    document = read(json.dumps(written, indent=1).encode(), "x.json")

    assert document.tree == {key: json.dumps(value) for key, value in written.items()}
    assert [place(document, key) for key in written] == [f"x.json:{2 + row}:2" for row in range(len(written))]
