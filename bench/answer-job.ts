import { performance } from 'node:perf_hooks'
import { Job } from './numbers.ts'
import { ourReport } from './our-report.ts'

// The job on the command line: JSON on stdout, with the seconds it took.

const job = Job.parse(JSON.parse(process.argv[2] ?? ''))
const start = performance.now()
const { readAt, ...numbers } = await ourReport(job)
const seconds = (performance.now() - start) / 1000
const reading = (readAt - start) / 1000
process.stdout.write(JSON.stringify({ seconds, reading, ...numbers }))
