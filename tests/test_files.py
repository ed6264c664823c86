"""A file is written whole or not at all, and only where that changes something."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from icsgen.errors import OutputError
from icsgen.outlets.files import write, write_all

OLD, NEW = b"BEGIN:VCALENDAR\r\nold\r\n", b"BEGIN:VCALENDAR\r\n" + bytes(range(256)) * 400
AS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
needs_links = pytest.mark.skipif(sys.platform == "win32", reason="links and permissions of POSIX")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file that stands already, alone in its folder."""
    path = tmp_path / "out.ics"
    path.write_bytes(OLD)
    return path


def refused(path: Path, data: bytes = NEW) -> str:
    with pytest.raises(OutputError) as caught:
        write(path, data)
    return str(caught.value)


def identity(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_ino, found.st_mtime_ns


# --- what is written


@pytest.mark.parametrize("data", [NEW, b"", b"\n", b"\r\n\xff\x00"], ids=len)
def test_a_new_file_holds_the_bytes(tmp_path: Path, data: bytes) -> None:
    """Every byte as given, no line end changed, and nothing beside it."""
    path = tmp_path / "out.ics"

    assert write(path, data) is True
    assert path.read_bytes() == data
    assert list(tmp_path.iterdir()) == [path]


def test_another_content_replaces_the_old(file: Path) -> None:
    """The new content in whole, and nothing beside it."""
    assert write(file, NEW) is True
    assert file.read_bytes() == NEW
    assert write(file, NEW[:10]) is True
    assert file.read_bytes() == NEW[:10]
    assert list(file.parent.iterdir()) == [file]


def test_the_same_content_is_not_written(file: Path) -> None:
    """Said, and the file is the same one, not an equal one: nothing is synchronised for nothing."""
    os.utime(file, ns=(0, 0))
    before = identity(file)

    assert write(file, OLD) is False
    assert identity(file) == before


def test_a_reader_in_the_middle_keeps_the_old_file(file: Path) -> None:
    """Who opened the file before still reads the old content: it is replaced, never written over."""
    with file.open("rb") as reader:
        write(file, NEW)
        assert reader.read() == OLD


@pytest.mark.parametrize("name", ["-.ics", "ä b 株.ics", "é" * 127, ".ics", "x" * 255])
def test_any_name(tmp_path: Path, name: str) -> None:
    """As long as a name may be, in any script."""
    assert write(tmp_path / name, NEW)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_name_in_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a folder in front."""
    monkeypatch.chdir(tmp_path)

    assert write(Path("out.ics"), NEW)
    assert (tmp_path / "out.ics").read_bytes() == NEW


# --- whole or not at all


def full_disk(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def interrupted(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("step", ["os.fsync", "os.replace"])
@pytest.mark.parametrize(("breaks", "fault"), [(full_disk, OutputError), (interrupted, KeyboardInterrupt)])
def test_a_fault_in_the_middle_leaves_the_old_file(
    file: Path,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    breaks: Callable[..., None],
    fault: type[BaseException],
) -> None:
    """A full disk or Ctrl-C at any step: the old content, and no part of the new one beside it."""
    before = identity(file)
    monkeypatch.setattr(step, breaks)

    with pytest.raises(fault) as caught:
        write(file, NEW)
    monkeypatch.undo()
    told = f"{file}: cannot be written: No space left on device" if fault is OutputError else ""
    assert str(caught.value) == told
    assert identity(file) == before
    assert file.read_bytes() == OLD
    assert list(file.parent.iterdir()) == [file]


@needs_links
def test_a_place_without_room_leaves_the_old_file(file: Path) -> None:
    """The system itself refuses the thousandth byte."""
    import resource

    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
    try:
        told = refused(file)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    assert told == f"{file}: cannot be written: File too large"
    assert file.read_bytes() == OLD
    assert list(file.parent.iterdir()) == [file]


def test_bytes_are_on_the_disk_before_the_file_has_its_name(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of them are synchronised first: a power cut leaves no empty file under the name."""
    seen = []
    sync = os.fsync

    def watched(handle: int) -> None:
        seen.append((os.fstat(handle).st_size, file.read_bytes()))
        sync(handle)

    monkeypatch.setattr("os.fsync", watched)
    for size in (len(NEW), 100):  # a short one waits in a buffer
        file.write_bytes(OLD)
        write(file, NEW[:size])

    assert seen == [(len(NEW), OLD), (100, OLD)]


def test_the_part_stands_beside_the_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the same folder, for only within a file system a file can take a name at once; and hidden."""
    seen: list[str] = []
    monkeypatch.setattr("os.fsync", lambda _: seen.extend(path.name for path in file.parent.iterdir()))
    write(file, NEW)

    [part] = set(seen) - {file.name}
    assert part.startswith(".")
    assert not part.endswith(".ics")


def test_many_writers_leave_one_whole_content(tmp_path: Path) -> None:
    """Who writes last wins, and a reader sees one of the contents at any time, never half of one."""
    path = tmp_path / "out.ics"
    contents = [bytes([letter]) * 50_000 for letter in b"abcd"]
    path.write_bytes(contents[0])
    seen, done = set(), threading.Event()

    def read() -> None:
        while not done.is_set():
            seen.add(path.read_bytes())

    def keep_writing(content: bytes) -> None:
        for _ in range(15):
            write(path, content)

    reader = threading.Thread(target=read)
    writers = [threading.Thread(target=keep_writing, args=(content,)) for content in contents]
    for thread in (reader, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    reader.join()

    assert seen <= set(contents)
    assert path.read_bytes() in contents
    assert list(tmp_path.iterdir()) == [path]


# --- what stays as it was


@needs_links
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """What it leads to is written, over several links and into another folder, and one that dangles too."""
    (tmp_path / "synced").mkdir()
    (tmp_path / "first.ics").symlink_to("second.ics")
    (tmp_path / "second.ics").symlink_to(Path("synced", "out.ics"))

    for data in (OLD, NEW):
        assert write(tmp_path / "first.ics", data)
        assert (tmp_path / "synced" / "out.ics").read_bytes() == data
        assert not (tmp_path / "synced" / "out.ics").is_symlink()
        assert (tmp_path / "first.ics").readlink() == Path("second.ics")
        assert (tmp_path / "second.ics").readlink() == Path("synced", "out.ics")
    assert write(tmp_path / "first.ics", NEW) is False
    assert len(list((tmp_path / "synced").iterdir())) == 1


@needs_links
def test_a_link_to_itself_is_refused(tmp_path: Path) -> None:
    """There is nothing at its end."""
    (tmp_path / "a.ics").symlink_to("b.ics")
    (tmp_path / "b.ics").symlink_to("a.ics")

    assert "a.ics: is a link that leads back to itself" in refused(tmp_path / "a.ics")
    assert (tmp_path / "a.ics").is_symlink()


@needs_links
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o664, 0o755])
def test_permissions_stay(file: Path, mode: int) -> None:
    """A private file is not laid open, a shared one not closed."""
    file.chmod(mode)
    write(file, NEW)

    assert file.stat().st_mode & 0o777 == mode


@needs_links
@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_a_new_file_has_what_the_umask_leaves(tmp_path: Path, umask: int, mode: int) -> None:
    """As any program's new file, so that a web server may read it; and the umask is left alone."""
    before = os.umask(umask)
    try:
        write(tmp_path / "out.ics", NEW)
        assert os.umask(umask) == umask
    finally:
        os.umask(before)

    assert (tmp_path / "out.ics").stat().st_mode & 0o777 == mode


@needs_links
def test_the_umask_of_the_process_is_never_touched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It belongs to every thread: one that sets it for a moment lays open what another makes meanwhile."""
    monkeypatch.setattr("os.umask", interrupted)

    assert write(tmp_path / "out.ics", NEW)


# --- where nothing can be written


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    """It is not made: it may be a word mistyped."""
    path = tmp_path / "no" / "such" / "out.ics"

    assert refused(path) == f"{path}: the folder {path.parent} does not exist; make it first"
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_no_folder(file: Path) -> None:
    """A path that goes on behind a file."""
    assert f"{file / 'out.ics'}: " in refused(file / "out.ics")
    assert f"the folder {file} does not exist" in refused(file / "out.ics")
    assert file.read_bytes() == OLD


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    """Said with a name that would do."""
    example = tmp_path / "follow-ups.ics"
    assert refused(tmp_path) == f"{tmp_path}: is a folder; name a file in it, such as {example}"
    assert list(tmp_path.iterdir()) == []


def test_a_name_too_long_is_a_fault_like_any_other(tmp_path: Path) -> None:
    """The system's own words, after the name."""
    path = tmp_path / ("x" * 300)
    assert refused(path).startswith(f"{path}: cannot be written: ")


@needs_links
def test_a_read_only_file_is_left_alone(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its owner does not want it changed, though its folder would allow it; for root, the system says so."""
    file.chmod(0o444)
    if AS_ROOT:  # who may write everything
        monkeypatch.setattr("os.access", lambda path, mode: not (mode & os.W_OK and Path(path) == file))

    assert refused(file) == f"{file}: cannot be written: the file is read-only"
    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (OLD, 0o444)
    assert write(file, OLD) is False  # nothing to change


@needs_links
def test_a_read_only_folder(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old file stays, and the fault has the file's name, not that of the part; root is told by hand."""
    if AS_ROOT:

        def denied(path: object, *_: object) -> int:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

        monkeypatch.setattr("os.open", denied)
    file.parent.chmod(0o555)
    try:
        assert refused(file) == f"{file}: cannot be written: Permission denied"
    finally:
        monkeypatch.undo()
        file.parent.chmod(0o755)
    assert file.read_bytes() == OLD
    assert list(file.parent.iterdir()) == [file]


# --- devices and pipes


@needs_links
def test_a_device_is_written_to() -> None:
    """Nothing there can be replaced: /dev/null takes all and stays what it is."""
    assert write(Path("/dev/null"), NEW)
    assert Path("/dev/null").is_char_device()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_a_full_device_is_a_fault() -> None:
    """The kernel's own fault, not a made one."""
    assert refused(Path("/dev/full")) == "/dev/full: cannot be written: No space left on device"


@needs_links
def test_a_pipe_under_a_name_is_written_to() -> None:
    """`-o /dev/stdout | …` and `-o >(…)`: a link to a pipe that has no place in any folder."""
    code = "import sys; from pathlib import Path; from icsgen.outlets.files import write\n"
    code += "write(Path('/dev/stdout'), b'a\\r\\n' * 3)"
    process = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)

    assert process.stdout == b"a\r\n" * 3


@needs_links
def test_a_named_pipe_is_written_to(tmp_path: Path) -> None:
    """It stays a pipe."""
    path = tmp_path / "pipe"
    os.mkfifo(path)
    found = []
    reader = threading.Thread(target=lambda: found.append(path.read_bytes()))
    reader.start()

    assert write(path, NEW)
    reader.join(10)
    assert found == [NEW]
    assert path.is_fifo()


# --- several files


def test_all_of_them_or_none(file: Path) -> None:
    """One that cannot be written keeps the others as they are, whatever the order."""
    other, bad = file.with_name("other.ics"), file.with_name("no") / "bad.ics"
    for files in ([file, other, bad], [bad, other, file], [file, bad, other]):
        with pytest.raises(OutputError, match=r"bad\.ics: the folder"):
            write_all(dict.fromkeys(files, NEW))
        assert file.read_bytes() == OLD
        assert list(file.parent.iterdir()) == [file]


def test_none_takes_a_file_away(file: Path) -> None:
    """After the others are written; what is not there is no change."""
    other, absent = file.with_name("other.ics"), file.with_name("absent.ics")

    assert write_all({file: None, absent: None, other: NEW}) == [other, file]
    assert list(file.parent.iterdir()) == [other]


# --- what a killed run leaves


def test_leftovers_are_swept_once_they_are_old(file: Path) -> None:
    """Those of the same file only; a young one may be another run's, which is about to name it."""
    names = {
        "stale": f".{file.name}.{'0' * 16}.part",
        "young": f".{file.name}.{'1' * 16}.part",
        "another's": f".other.ics.{'2' * 16}.part",
        "no part": f".{file.name}.{'x' * 16}.part",
    }
    for name in names.values():
        file.with_name(name).write_bytes(NEW)
        os.utime(file.with_name(name), (0, 0))
    os.utime(file.with_name(names["young"]))
    write(file, NEW)

    left = {path.name for path in file.parent.iterdir()}
    assert left == {file.name, *(name for case, name in names.items() if case != "stale")}
