#!/usr/bin/env node
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { cacheFolder } from './cache-folder.js'

// The command `stepmark`. What was compiled once starts in a third of the time, and this much is
// JavaScript since Node would load its TypeScript compiler for it. Where nothing can be kept, all is
// compiled again.
enableCompileCache(join(cacheFolder(process.env), 'compiled'))
await import('./cli.ts')
