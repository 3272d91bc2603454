// Package template is the ready-made boards that phases name: a weather map, a word wall, a practice map. Each is
// ordinary elements, in French or in English, put on a board by one command "board.op"; from then on the board is like
// any other.
package template
