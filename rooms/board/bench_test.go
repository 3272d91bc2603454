package board_test

import (
	"strconv"
	"testing"

	"palabre/rooms"
	"palabre/rooms/board"
)

// One move of a shape among a thousand: what a drag costs, 20 times a second.
func BenchmarkMove(b *testing.B) {
	room := crowded(b)
	commands := make([]rooms.Command, b.N)
	for i := range commands {
		commands[i] = command("ana", uint64(i+1), set("e"+strconv.Itoa(i%1000),
			values{"x": i % 700, "y": 12.5, "width": 100, "height": 50, "angle": 0}))
	}
	b.SetBytes(int64(len(commands[0].Args)))
	b.ReportAllocs()
	b.ResetTimer()
	for _, c := range commands {
		if _, refusal := room.Handle(c); refusal != nil {
			b.Fatal(refusal)
		}
	}
}

// A stroke of 300 points: one put, then 99 appends of three points.
func BenchmarkStroke300(b *testing.B) {
	room := crowded(b)
	b.ReportAllocs()
	n := uint64(0)
	for i := range b.N {
		id := "s" + strconv.Itoa(i)
		commands := []rooms.Command{command("ana", n+1, put(id, stroke(0, 0, "")))}
		for j := range 99 {
			commands = append(commands, command("ana", n+2+uint64(j), app(id, 1+3*j, 5, -2, 6, -1, 4, 0)))
		}
		if i%4000 == 3999 {
			b.StopTimer()
			room = crowded(b)
			b.StartTimer()
		}
		n += 100
		for _, c := range commands {
			if _, refusal := room.Handle(c); refusal != nil {
				b.Fatal(refusal)
			}
		}
	}
}

// What a newcomer costs when nothing changed since the last one.
func BenchmarkView1000(b *testing.B) {
	room := crowded(b)
	for b.Loop() {
		if len(mustView(room)) == 0 {
			b.Fatal("no view")
		}
	}
}

func mustView(room *board.Board) []byte {
	view, _ := room.View(rooms.Viewer{Member: "ana", Role: rooms.RoleMember}).(board.View)
	total := []byte{}
	for _, raw := range view.Els {
		total = append(total, raw[0])
	}
	return total
}

func crowded(b *testing.B) *board.Board {
	b.Helper()
	room := board.New(brd)
	for i := range 10 {
		ops := []edit{}
		for j := range 100 {
			ops = append(ops, put("e"+strconv.Itoa(100*i+j), rect(0, 0, "")))
		}
		if _, refusal := room.Handle(command("bob", uint64(i+1), ops...)); refusal != nil {
			b.Fatal(refusal)
		}
	}
	return room
}
