#!/usr/bin/env node
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { hc } from 'hono/client'
import { refusal } from '#schema/error.ts'
import { Submission } from '#schema/run.ts'
import type { Api } from '../api/app.ts'

const USAGE = `Usage: stepmark validate FILE
       stepmark submit FILE [--url URL]`
const EXIT = { done: 0, usage: 2, network: 4, refused: 5 } as const

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { url: { type: 'string', default: 'http://localhost:8787' } },
})
process.exitCode = await main(positionals, values.url)

async function main([command, file]: string[], url: string): Promise<number> {
  if (file === undefined || (command !== 'validate' && command !== 'submit')) {
    console.error(USAGE)
    return EXIT.usage
  }
  const parsed = Submission.safeParse(JSON.parse(await readFile(file, 'utf8')))
  if (!parsed.success) {
    for (const { path, message } of refusal(parsed.error).issues)
      console.error(`${path}: ${message}`)
    return EXIT.refused
  }
  return command === 'validate' ? EXIT.done : submit(parsed.data, url)
}

async function submit(submission: Submission, url: string): Promise<number> {
  try {
    const response = await hc<Api>(url).api.v1.runs.$post({ json: submission })
    console.log(JSON.stringify(await response.json()))
    return response.ok ? EXIT.done : EXIT.refused
  } catch (error) {
    console.error(`No answer from ${url}. Is the service running? (${String(error)})`)
    return EXIT.network
  }
}
