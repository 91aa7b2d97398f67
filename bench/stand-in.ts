import { standInServer } from '../test/bench-runner/http/stand-in-server.ts'

// A server of a small model in a process of its own; the first line on stdout is its address.
const { url } = await standInServer('tiny-class-head')
console.log(url)
