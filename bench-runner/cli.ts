#!/usr/bin/env node
import { main } from './program.ts'

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit()
})
await main(process.argv)
