import sparticuz from '@sparticuz/chromium'
import { chromium } from 'playwright-core'

/** Headless Chromium, as it comes from npm. In one process it would end with the first page closed. */
export async function launch() {
  const executablePath = await sparticuz.executablePath()
  const args = sparticuz.args.filter((arg) => arg !== '--single-process')
  return chromium.launch({ executablePath, args })
}
