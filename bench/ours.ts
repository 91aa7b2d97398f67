import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { cacheFolder } from '../bench-runner/cache-folder.ts'

// One report by Stepmark's own code: JSON on stdout, with the seconds it took. It starts as the command
// line does, with what was compiled before.

enableCompileCache(join(cacheFolder(process.env), 'compiled'))
const { Job } = await import('./numbers.ts')
const { ourReport } = await import('./our-report.ts')

const job = Job.parse(JSON.parse(process.argv[2] ?? ''))
const start = performance.now()
const { readAt, ...numbers } = await ourReport(job)
const seconds = (performance.now() - start) / 1000
const reading = (readAt - start) / 1000
process.stdout.write(JSON.stringify({ seconds, reading, ...numbers }))
