// Stands in for Excalidraw's diagrams-from-text module, which Palabre does not offer.
export async function parseMermaidToExcalidraw(): Promise<never> {
  throw new Error('diagrams from text are not offered')
}
