import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { readText, readTextLines } from '../../bench-runner/read-text.ts'

function fileOf(bytes: string | Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), 'stepmark-text-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'file')
  writeFileSync(path, bytes)
  return path
}

test.each([
  ['nothing', ''],
  ['one line', 'a'],
  ['a last line that ends', 'a\nb\n'],
  ['empty lines', '\n\na\n\n'],
  ['characters of one to four bytes', 'a\né\n√\n𝑥\r\n'],
  ['byte order marks, of which the first is none of the text', '\ufeffa\n\ufeffb'],
  ['a byte order mark alone', '\ufeff'],
])('reads lines as the text is split: %s', async (_, text) => {
  for (const bytes of [text, gzipSync(text)]) {
    const path = fileOf(bytes)
    const whole = await readText(path)
    const split = whole.status === 'ok' ? whole.text.split('\n') : undefined
    expect(split).toEqual(text.replace(/^\ufeff/, '').split('\n'))
    const read = await readTextLines(path)
    expect(read.status === 'ok' && [...read.lines]).toEqual(split)
  }
})

test.each([
  ['a byte that is not UTF-8 on a later line', Buffer.from([0x61, 0x0a, 0xff, 0x0a])],
  ['a character that a line break cuts', Buffer.from([0xe2, 0x88, 0x0a, 0x9a])],
  ['broken gzip', gzipSync('some text').subarray(0, 15)],
])('refuses %s, whole and by line', async (_, bytes) => {
  const path = fileOf(bytes)
  expect(await readText(path)).toMatchObject({ status: 'failed', code: 'unreadable' })
  expect(await readTextLines(path)).toEqual(await readText(path))
})

test('says that there is no such file', async () => {
  const path = join(tmpdir(), 'stepmark-no-such-file')
  expect(await readTextLines(path)).toEqual({
    status: 'failed',
    code: 'missing_file',
    message: `No such file: ${path}`,
  })
})
