// The programme review: figures with their plots, a team's year, and the network's teams side by side.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, fits, headings, screens, signIn, useHemma } from '../harness.js';

const hemma = useHemma();

async function looked(page, name) {
  await headings(page);
  await axe(page);
  await fits(page, 320);
  await screens(page, name);
}

/** Opens the table behind a plot and says how many rows it has. */
async function behind(page, id) {
  const section = page.locator(`section[aria-labelledby="${id}"]`);
  await section.locator('summary').click();
  return section.locator('tbody tr').count();
}

test('a leader reads plots, the tables behind them, and the year of each family', { timeout: 240_000 }, async () => {
  const page = await hemma.page();
  await signIn(page, 'group_leader');
  await page.locator('.rail a[href$="/review"], main a[href$="/review"]').first().click();
  await page.waitForURL('**/review');
  assert.equal(await page.locator('section[aria-labelledby="time"] svg:visible').count(), 1);
  assert.ok((await behind(page, 'time')) > 1, 'time in treatment has a table');
  assert.ok((await behind(page, 'load')) > 1, 'the load has a table');
  await looked(page, 'review-team');
  await page.locator('a[href*="/review/year"]').click();
  await page.waitForURL('**/review/year**');
  assert.ok((await page.locator('.grid.weeks tbody tr').count()) > 3);
  assert.ok((await page.locator('.grid.weeks td.wash-2, .grid.weeks td.wash-3').count()) > 0);
  await looked(page, 'review-year');
});

test('the network sees its teams in a funnel, and no small count', { timeout: 240_000 }, async () => {
  const page = await hemma.page();
  await signIn(page, 'network_lead');
  await page.locator('.rail a[href*="/networks/"][href$="/review"], main a[href*="/networks/"][href$="/review"]').first().click();
  await page.waitForURL('**/review');
  assert.ok(await page.locator('#funnel').isVisible());
  assert.ok(await page.locator('#time').isVisible());
  await looked(page, 'review-network');
});
