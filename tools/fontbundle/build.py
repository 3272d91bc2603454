"""Makes the TrueType files of assets/render/typeface/ttf from the npm packages of package.json.

The packages hold WOFF2 slices by script; documents need one TrueType file a face. Slices are unpacked by
woff2_decompress, cut to the characters below, stripped of layout tables (text is set without them, so that
widths are the same in every output) and merged. Needs Debian's woff2 and python3-fonttools.
"""
import os
import shutil
import subprocess
import sys
import tempfile

from fontTools import subset
from fontTools.merge import Merger
from fontTools.ttLib import TTFont

HERE = os.path.dirname(os.path.abspath(__file__))
PACKAGES = os.path.join(HERE, "node_modules")
SOURCE = os.path.join(PACKAGES, "@fontsource")
BOARD = os.path.join(PACKAGES, "@excalidraw/excalidraw/dist/prod/fonts")

LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x250), *range(0x2BB, 0x2BD), 0x2C6, 0x2DA, 0x2DC,
         *range(0x1E00, 0x1F00), *range(0x2000, 0x2070), *range(0x20A0, 0x20C1), 0x2113, 0x2116, 0x2122, 0x2212, 0x2215]
SIGNS = [*range(0x2190, 0x219A), 0x21A9, 0x21AA, 0x21B3, 0x21D0, 0x21D2, 0x21D4, 0x2192, 0x2200, 0x2203, 0x2208, 0x2211, 0x221E,
         0x2245, 0x2248, 0x2260, 0x2264, 0x2265, *range(0x25A0, 0x25F8), 0x2605, 0x2606, *range(0x2610, 0x2613),
         *range(0x2660, 0x2668), *range(0x2713, 0x2719), 0x2756, 0x2794, 0x2798, 0x279C, 0x27A1, 0x2B05, 0x2B06, 0x2B07, 0x2B50]
EMOJI = [0x23F0, 0x23F3, 0x2600, 0x2601, 0x2615, 0x261D, 0x263A, 0x2665, 0x267B, 0x26A0, 0x26A1, 0x2705, 0x270A, 0x270B, 0x270C,
         0x270D, 0x270F, 0x2728, 0x274C, 0x2753, 0x2754, 0x2755, 0x2757, 0x2764, 0x2795, 0x2796,
         *range(0x1F300, 0x1F322), *range(0x1F324, 0x1F394), *range(0x1F3A0, 0x1F3F1), *range(0x1F400, 0x1F4FE),
         *range(0x1F500, 0x1F53E), *range(0x1F5E3, 0x1F5E4), *range(0x1F600, 0x1F650), *range(0x1F680, 0x1F6A5),
         *range(0x1F90C, 0x1F93B), *range(0x1F970, 0x1F97B), *range(0x1F9E1, 0x1F9E2)]


def slices(package, weight, names=("latin", "latin-ext")):
    return [os.path.join(SOURCE, package, "files", f"{package}-{name}-{weight}.woff2") for name in names]


FACES = {
    "AtkinsonHyperlegibleNext-Regular": (slices("atkinson-hyperlegible-next", "400-normal"), LATIN),
    "AtkinsonHyperlegibleNext-Bold": (slices("atkinson-hyperlegible-next", "700-normal"), LATIN),
    "AtkinsonHyperlegibleNext-Italic": (slices("atkinson-hyperlegible-next", "400-italic"), LATIN),
    "AtkinsonHyperlegibleMono-Regular": (slices("atkinson-hyperlegible-mono", "400-normal"), LATIN),
    "Nunito-Regular": (slices("nunito", "400-normal"), LATIN),
    "Virgil-Regular": ([os.path.join(BOARD, "Virgil/Virgil-Regular.woff2")], LATIN),
    "PalabreDisplay-Regular": ([os.path.join(BOARD, "Lilita", name) for name in (
        "Lilita-Regular-i7dPIFZ9Zz-WBtRtedDbYEF8RXi4EwQ.woff2", "Lilita-Regular-i7dPIFZ9Zz-WBtRtedDbYE98RXi4EwSsbg.woff2")], LATIN),
    "NotoSansMath-Signs": (slices("noto-sans-math", "400-normal", ("latin",)), SIGNS),
    "NotoSansSymbols2-Signs": (slices("noto-sans-symbols-2", "400-normal", ("symbols", "math", "latin", "latin-ext")), SIGNS),
    "NotoEmoji-Common": (slices("noto-emoji", "400-normal", [str(i) for i in range(11)]), EMOJI),
}


def cut(path, characters, out):
    options = subset.Options()
    options.layout_features = []
    options.drop_tables += ["GPOS", "GSUB", "GDEF", "kern", "vhea", "vmtx", "STAT", "MATH", "DSIG", "meta", "BASE"]
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.recalc_timestamp = False
    font = TTFont(path, recalcTimestamp=False)
    tool = subset.Subsetter(options)
    tool.populate(unicodes=characters)
    tool.subset(font)
    font.save(out)
    return len(font.getBestCmap())


def rename(path, name):
    """Lilita One reserves its name: a cut of it must bear another (OFL, condition 3)."""
    font = TTFont(path, recalcTimestamp=False)
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 6):
            record.string = name.replace("-", " ") if record.nameID in (1, 4) else name
    font.save(path)


def build(name, paths, characters, folder, out):
    parts = []
    seen = set()
    for number, path in enumerate(paths):
        copy = os.path.join(folder, f"{name}-{number}.woff2")
        shutil.copy(path, copy)
        subprocess.run(["woff2_decompress", copy], check=True, capture_output=True)
        plain = copy[:-1 * len("woff2")] + "ttf"
        have = set(TTFont(plain).getBestCmap()) & set(characters) - seen
        if not have:
            continue
        seen |= have
        part = os.path.join(folder, f"{name}-{number}-cut.ttf")
        cut(plain, have, part)
        parts.append(part)
    target = os.path.join(out, name + ".ttf")
    if len(parts) == 1:
        shutil.copy(parts[0], target)
    else:
        font = Merger().merge(parts)
        font["head"].created = font["head"].modified = 0
        font.recalcTimestamp = False
        font.save(target)
    if name.startswith("Palabre"):
        rename(target, name)
    print(f"{name}: {len(seen)} characters, {os.path.getsize(target)} bytes")


def main():
    out = sys.argv[1] if len(sys.argv) > 1 else os.path.join(HERE, "../../assets/render/typeface/ttf")
    os.makedirs(out, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for name, (paths, characters) in FACES.items():
            build(name, paths, sorted(set(characters)), folder, out)


main()
