#!/usr/bin/env node
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { cacheFolder } from './cache-folder.ts'

// What was compiled once starts in half the time. Where nothing can be kept, it is compiled again.
enableCompileCache(join(cacheFolder(process.env), 'compiled'))
const { main } = await import('./program.ts')

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit()
})
await main(process.argv)
