// The programme review: figures with their plots, a team's year, and the network's teams side by side.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { looked, signIn, useHemma } from '../harness.js';

const hemma = useHemma();

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

/** A page of the first consultant who may read an address: consultants are of some teams alone. */
async function consultantAt(address) {
  const page = await hemma.page();
  await page.goto('/sign-in');
  const all = await page.locator('button[name=staff][data-role="consultant"]').count();
  for (let place = 0; place < all; place += 1) {
    await signIn(page, 'consultant', place);
    const answer = await page.goto(address);
    if (answer.ok()) {
      hemma.forgive(page);
      return page;
    }
    await page.context().clearCookies();
  }
  return assert.fail('no consultant of the programme');
}

test('the network writes its half-year, a consultant signs it too, and it stands', { timeout: 300_000 }, async () => {
  const page = await hemma.page();
  await signIn(page, 'network_lead');
  await page.locator('.rail a[href*="/networks/"][href$="/review"], main a[href*="/networks/"][href$="/review"]').first().click();
  await page.waitForURL('**/review');
  await page.locator('a[href*="/reviews/"]').click();
  await page.waitForURL('**/reviews/**');
  const address = new URL(page.url()).pathname;
  assert.ok((await page.locator('fieldset input[name=follow]').count()) > 0, 'last half-year is followed up');
  assert.ok((await behind(page, 'pct-completed')) > 0, 'a chart has a table');
  await looked(page, 'review-network-document');
  await page.selectOption('#outcome_3', 'done');
  await page.fill('#remark_3', 'Hölls i september');
  await page.fill('#what_0', 'Gemensam handledning om skolan');
  await hemma.refused(page, page.locator('form.form button.primary'));
  assert.equal(await page.inputValue('#what_0'), 'Gemensam handledning om skolan', 'what was typed stays');
  await page.selectOption('#owner_0', { index: 1 });
  await page.fill('#due_0', '2027-03-01');
  await page.locator('form.form button.primary').click();
  await page.waitForURL('**done=review-saved');
  await page.locator('#sign').click();
  await page.waitForURL('**done=review-signed');
  const consultant = await consultantAt(address);
  await consultant.locator('#sign').click();
  await consultant.waitForURL('**done=review-signed');
  assert.equal(await consultant.locator('textarea').count(), 0, 'what both signed is not written in');
  await looked(consultant, 'review-network-signed');
  const told = await page.request.get(`/api/v1${address}`);
  const found = await told.json();
  assert.ok(found.text.is_signed && found.text.actions[0].what === 'Gemensam handledning om skolan');
  assert.equal(found.text.followed_up[2].remark, 'Hölls i september');
});
