package board

import (
	"bytes"
	"encoding/json"
	"strings"
)

// The values of properties that are objects. Each is decoded into its type and
// encoded again, so that nothing unknown travels inside.

type roundness struct {
	Type  int      `json:"type"`
	Value *float64 `json:"value,omitempty"`
}

func checkRoundness(raw json.RawMessage) (json.RawMessage, string) {
	var v roundness
	if !strict(raw, &v) || v.Type < 1 || v.Type > 3 || (v.Value != nil && (*v.Value < 0 || *v.Value > maxPlace)) {
		return nil, CodeValue
	}
	return encoded(v)
}

// binding ties an arrow's end to an element.
type binding struct {
	ElementID  string      `json:"elementId"`
	Focus      float64     `json:"focus"`
	Gap        float64     `json:"gap"`
	FixedPoint *[2]float64 `json:"fixedPoint,omitempty"`
}

func checkBinding(raw json.RawMessage) (json.RawMessage, string) {
	var v binding
	if !strict(raw, &v) || !validID(v.ElementID) {
		return nil, CodeValue
	}
	if !within(v.Focus) || !within(v.Gap) || (v.FixedPoint != nil && (!within(v.FixedPoint[0]) || !within(v.FixedPoint[1]))) {
		return nil, CodeNumber
	}
	return encoded(v)
}

func within(v float64) bool { return v >= -maxPlace && v <= maxPlace }

// mark is our own note on an element: which of our tools made it.
type mark struct {
	Palabre string `json:"palabre"`
}

func checkMark(raw json.RawMessage) (json.RawMessage, string) {
	var v mark
	if !strict(raw, &v) || (v.Palabre != "note" && v.Palabre != "area") {
		return nil, CodeValue
	}
	return encoded(v)
}

func encoded(v any) (json.RawMessage, string) {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil, CodeValue
	}
	return raw, ""
}

// strict decodes one whole JSON value and refuses fields that v does not have.
func strict(raw json.RawMessage, v any) bool {
	if isNull(raw) {
		return false
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	return dec.Decode(v) == nil && !dec.More()
}

// bound is one entry of boundElements.
type bound struct {
	ID   string `json:"id"`
	Type string `json:"type"`
}

// A list property is either replaced whole by an array, or changed by an object that
// adds and removes: two people attaching an arrow each to one shape both succeed.
type listChange[T any] struct {
	Add []T      `json:"add,omitempty"`
	Del []string `json:"del,omitempty"`
}

func checkBound(raw json.RawMessage) (json.RawMessage, string) {
	return checkList(raw, func(b bound) bool {
		return validID(b.ID) && (b.Type == "text" || b.Type == "arrow")
	}, maxList)
}

func checkGroups(raw json.RawMessage) (json.RawMessage, string) {
	return checkList(raw, validID, maxGroups)
}

func checkList[T any](raw json.RawMessage, valid func(T) bool, limit int) (json.RawMessage, string) {
	var add []T
	var del []string
	var v any
	if strings.HasPrefix(string(raw), "{") {
		var change listChange[T]
		if !strict(raw, &change) {
			return nil, CodeValue
		}
		add, del, v = change.Add, change.Del, change
	} else {
		if !strict(raw, &add) {
			return nil, CodeValue
		}
		v = add
	}
	if len(add) > limit || len(del) > limit {
		return nil, CodeTooMany
	}
	for _, item := range add {
		if !valid(item) {
			return nil, CodeValue
		}
	}
	for _, id := range del {
		if !validID(id) {
			return nil, CodeValue
		}
	}
	return encoded(v)
}

// mergeList applies a checked list value to the one that is there.
func mergeList[T any](old, value json.RawMessage, key func(T) string) json.RawMessage {
	if len(value) == 0 || value[0] != '{' {
		return value
	}
	var items []T
	var change listChange[T]
	if (old != nil && json.Unmarshal(old, &items) != nil) || json.Unmarshal(value, &change) != nil {
		return old
	}
	gone, there := map[string]bool{}, map[string]bool{}
	for _, id := range change.Del {
		gone[id] = true
	}
	kept := make([]T, 0, len(items)+len(change.Add))
	for _, item := range items {
		if id := key(item); !gone[id] && !there[id] {
			there[id] = true
			kept = append(kept, item)
		}
	}
	for _, item := range change.Add {
		if id := key(item); !there[id] {
			there[id] = true
			kept = append(kept, item)
		}
	}
	merged, code := encoded(kept)
	if code != "" {
		return old
	}
	return merged
}

func mergeBound(old, value json.RawMessage) json.RawMessage {
	return mergeList(old, value, func(b bound) string { return b.ID })
}

func mergeGroups(old, value json.RawMessage) json.RawMessage {
	return mergeList(old, value, func(id string) string { return id })
}
