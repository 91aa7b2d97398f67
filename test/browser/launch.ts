import sparticuz from '@sparticuz/chromium'
import { chromium } from 'playwright-core'

/** Headless Chromium, as it comes from npm. */
export async function launch() {
  const executablePath = await sparticuz.executablePath()
  return chromium.launch({ executablePath, args: sparticuz.args })
}
