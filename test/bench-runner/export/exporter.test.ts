import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { delimiter, resolve } from 'node:path'
import { expect, test } from 'vitest'

// The exporter's own tests, in Python; machines without torch and onnx pass over them.

const FOLDER = 'test/bench-runner/export'
const MODULES = readdirSync(FOLDER)
  .filter((file) => file.startsWith('test_'))
  .map((file) => file.replace(/\.py$/, ''))

const python = ['python3', '/usr/bin/python3'].find(
  (command) => spawnSync(command, ['-c', 'import numpy, onnx, torch']).status === 0,
)
const without = python === undefined ? ' (skipped: no python3 here has torch and onnx)' : ''

test.skipIf(python === undefined).for(MODULES)(
  `%s of the exporter passes${without}`,
  { timeout: 300_000 },
  (module) => {
    const done = spawnSync(python ?? 'python3', ['-m', 'unittest', module], {
      env: {
        ...process.env,
        PYTHONPATH: [resolve(FOLDER), resolve('bench-runner/export')].join(delimiter),
        PYTHONDONTWRITEBYTECODE: '1',
      },
      encoding: 'utf8',
    })
    expect(done.stderr).toMatch(/\nRan [1-9]\d* tests? in .*\n\nOK\n$/)
    expect(done.status).toBe(0)
  },
)
