#!/usr/bin/env node
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { cacheFolder } from './cache-folder.js'

// The command `stepmark`. What was compiled once is not compiled again, unless nothing can be kept. This
// much is JavaScript, since Node would load its TypeScript compiler for it.
enableCompileCache(join(cacheFolder(process.env), 'compiled'))
await import('./cli.ts')
