/** Addresses written or pasted together, apart: by commas, semicolons, spaces or lines, with or without « Nom <adresse> ». */
export function emailsIn(text: string): string[] {
  const bracketed = [...text.matchAll(/<([^<>\s]+@[^<>\s]+)>/g)].map((match) => match[1] ?? '')
  const bare = text
    .replace(/"[^"]*"|[^,;\n<>]*<[^<>]*>/g, ' ')
    .split(/[\s,;]+/)
    .filter((word) => word !== '')
  const seen = new Set<string>()
  return [...bracketed, ...bare].filter((email) => {
    const key = email.toLowerCase()
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

/** Those that cannot be an address: shown to the person before anything is sent. */
export function doubtful(emails: readonly string[]): string[] {
  return emails.filter((email) => !/^[^@\s]+@[^@\s]+\.[^@\s.]+$/.test(email))
}
