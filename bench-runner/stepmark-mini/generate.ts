import { readFile, writeFile } from 'node:fs/promises'
import { PAGE, generated } from './generated.ts'

const isCheck = process.argv.includes('--check')
const stale: string[] = []
for (const [path, text] of Object.entries(generated(await readFile(fileOf(PAGE), 'utf8')))) {
  if ((await readFile(fileOf(path), 'utf8').catch(() => undefined)) === text) continue
  stale.push(path)
  if (!isCheck) await writeFile(fileOf(path), text)
}
for (const path of stale) console.error(`${isCheck ? 'Out of date' : 'Written'}: ${path}`)
if (isCheck && stale.length > 0) {
  console.error('Run: node bench-runner/stepmark-mini/generate.ts')
  process.exitCode = 1
}

function fileOf(path: string): URL {
  return new URL(path, import.meta.url)
}
