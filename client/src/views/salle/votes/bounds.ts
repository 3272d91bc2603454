/** Characters of an option, and of a question of a survey: what the server takes. */
export const optionChars = 120
export const askChars = 300

/** How many options a vote has at most, and questions a survey. */
export const optionsMost = 40
export const asksMost = 12
