package template

import "strings"

// Name is what a phase calls what it shows: a template, or a screen that is no board.
type Name string

// The templates.
const (
	Weather        Name = "weather"
	WordWall       Name = "word_wall"
	PracticeMap    Name = "practice_map"
	Timeline       Name = "timeline"
	KeepChangeDrop Name = "keep_change_drop"
	Charter        Name = "charter"
	RoleWheel      Name = "role_wheel"
	Tablecloth     Name = "tablecloth"
	FishbowlGrid   Name = "fishbowl_grid"
	StoryFrame     Name = "story_frame"
	Collage        Name = "collage"
	Needs          Name = "needs"
	Themes         Name = "themes"
)

// Sheets are simpler boards: a title, and a few places to write.
const (
	Subjects    Name = "subjects"
	Situation   Name = "situation"
	Facts       Name = "facts"
	Contract    Name = "contract"
	Leads       Name = "leads"
	ActionPlan  Name = "action_plan"
	Learnings   Name = "learnings"
	SharedNote  Name = "shared_note"
	Clusters    Name = "clusters"
	Agreements  Name = "agreements"
	Takeaways   Name = "takeaways"
	TableWall   Name = "table_wall"
	Synthesis   Name = "synthesis"
	Situations  Name = "situations"
	Hypotheses  Name = "hypotheses"
	Foundation  Name = "foundation"
	Commitments Name = "commitments"
	Portraits   Name = "portraits"
	NextCycle   Name = "next_cycle"
)

// Screens are what a phase shows without a board.
const (
	Question     Name = "question"
	PrivateNote  Name = "private_note"
	Frame        Name = "frame"        // the charter, and what is agreed before a closed circle
	EmptyCentre  Name = "empty_centre" // the circle alone
	Sentences    Name = "sentences"    // those that their authors offer
	Instructions Name = "instructions"
	Dots         Name = "dots"
	Survey       Name = "survey"
	Community    Name = "community"
	Figures      Name = "figures"
)

const (
	boards = "weather, word_wall, practice_map, timeline, keep_change_drop, charter, role_wheel, tablecloth, fishbowl_grid, " +
		"story_frame, collage, needs, themes"
	sheets = "subjects, situation, facts, contract, leads, action_plan, learnings, shared_note, clusters, agreements, takeaways, " +
		"table_wall, synthesis, situations, hypotheses, foundation, commitments, portraits, next_cycle"
	screens = "question, private_note, frame, empty_centre, sentences, instructions, dots, survey, community, figures"
)

// Every lists all the names, written "a, b, c".
func Every() string { return boards + ", " + sheets + ", " + screens }

// Names lists those that make a board: the thirteen templates, then the sheets.
func Names() []Name {
	var names []Name
	for n := range strings.SplitSeq(boards+", "+sheets, ", ") {
		names = append(names, Name(n))
	}
	return names
}
