import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: { name: 'tokenizers', include: ['test/tokenizers/*.test.ts'], testTimeout: 60_000 },
})
