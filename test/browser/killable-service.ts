import { unstable_startWorker } from 'wrangler'

// A process of its own, which tests may kill: serves stopping-worker.ts over the database in a folder and
// writes its address to stdout. It ends with the process that started it.

const [state = '', operatorHash = ''] = process.argv.slice(2)
const worker = await unstable_startWorker({
  config: 'wrangler.toml',
  entrypoint: 'test/browser/stopping-worker.ts',
  dev: { server: { port: 0 }, persist: state, inspector: false, watch: false },
  bindings: { OPERATOR_TOKEN_SHA256: { type: 'plain_text', value: operatorHash } },
})
process.stdout.write(`${new URL(String(await worker.url)).origin}\n`)

// Whoever started it has ended.
process.stdin.resume().once('close', () => void worker.dispose().then(() => process.exit()))
