/** JSON, or undefined for what is none. Python writes numbers that are none bare: they are null here. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return /\bNaN\b|\bInfinity\b/.test(text) ? parseBare(text) : undefined
  }
}

function parseBare(text: string): unknown {
  try {
    return JSON.parse(text.replace(/(?<=[[,:]\s*)(NaN|-?Infinity)(?=\s*[\],}])/g, 'null'))
  } catch {
    return undefined
  }
}
