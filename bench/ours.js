import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { cacheFolder } from '../bench-runner/cache-folder.js'

// One report by Stepmark's own code. It starts as the command `stepmark` does.

enableCompileCache(join(cacheFolder(process.env), 'compiled'))
await import('./answer-job.ts')
