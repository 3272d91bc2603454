import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'
import { flags } from './e2e/fixtures/chromium.ts'

const debian = '/usr/bin/chromium'

/** People in real Chromium, on the real binary. One story after the other, for they hear each other and two cores are shared. */
export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  // A shared machine may stall a second: a story that fails is told once more, and the report says so.
  retries: process.env['CI'] ? 1 : 0,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    locale: 'fr-CA',
    timezoneId: 'America/Montreal',
    viewport: { width: 1280, height: 800 },
    trace: process.env['TRACE'] ? 'retain-on-failure' : 'off',
    screenshot: 'only-on-failure',
    actionTimeout: 15_000,
    navigationTimeout: 20_000,
    launchOptions: {
      headless: true,
      args: flags(),
      ...(existsSync(debian) ? { executablePath: debian } : {}),
    },
  },
})
