// Package typeface holds the fonts that server-made pictures and documents embed, and sets words with them: which glyphs,
// where, how wide. All are under the SIL Open Font License 1.1 (ttf/OFL.txt, ttf/README.md). Kerning and ligatures are not
// used, so that a line is as wide in every output.
package typeface
