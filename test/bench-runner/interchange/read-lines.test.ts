import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { MAX_LINE_BYTES, readLines } from '../../../bench-runner/interchange/read-lines.ts'
import { temporaryFolder } from '../stepmark.ts'

const LONG = 'x'.repeat(200_000)

test.for([
  ['two lines', 'one\ntwo\n', ['one', 'two']],
  ['an empty line and no last end', 'one\n\ntwo', ['one', '', 'two']],
  ['nothing', '', []],
  ['one empty line', '\n', ['']],
  ['a byte order mark', '\ufeffé\r\n', ['é\r']],
  ['lines longer than what is read at once', `${LONG}\n${LONG}`, [LONG, LONG]],
] as const)('gives the lines of %s', async ([, text, lines]) => {
  expect(await linesOf(Buffer.from(text))).toEqual(lines)
  expect(await linesOf(gzipSync(text))).toEqual(lines)
})

test('refuses what is no UTF-8, with its line', async () => {
  const bytes = Buffer.concat([Buffer.from('one\n'), Buffer.from([0xff, 0x0a])])
  await expect(linesOf(bytes)).rejects.toThrow('line 2 is not UTF-8')
})

test('refuses a line without end, also one that gzip makes small', async () => {
  const long = gzipSync(Buffer.alloc(MAX_LINE_BYTES + 1, 'x'))
  await expect(linesOf(long)).rejects.toThrow(`line 1 has more than ${MAX_LINE_BYTES} bytes`)
  const closed = gzipSync(Buffer.concat([Buffer.alloc(MAX_LINE_BYTES + 1, 'x'), Buffer.from('\n')]))
  await expect(linesOf(closed)).rejects.toThrow(`line 1 has more than ${MAX_LINE_BYTES} bytes`)
})

test('refuses broken gzip and a file that is not there', async () => {
  await expect(linesOf(gzipSync(LONG).subarray(0, 40))).rejects.toThrow('unexpected end of file')
  await expect(collect('nowhere.jsonl')).rejects.toThrow('ENOENT')
})

function linesOf(bytes: Uint8Array): Promise<string[]> {
  const path = join(temporaryFolder(), 'rows.jsonl')
  writeFileSync(path, bytes)
  return collect(path)
}

async function collect(path: string): Promise<string[]> {
  const lines: string[] = []
  for await (const line of readLines(path)) lines.push(line)
  return lines
}
