"""Moby-Dick, by chapters: what the model learns from, and what it is judged on."""

HELD_OUT = range(100, 110)


def read_chapters(folder, held_out):
    """The text of the chapters that the model never sees in training, or of all others, in order."""
    files = {int(file.stem.split("_")[1]): file for file in folder.glob("chapter_*.txt")}
    numbers = [number for number in sorted(files) if (number in HELD_OUT) == held_out]
    return "\n\n".join(files[number].read_text(encoding="utf-8") for number in numbers)
