// Training: planned by the network's office, answered by who is invited, noted, and seen by whom it concerns.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { looked, signIn, useHemma } from '../harness.js';

const hemma = useHemma();

/** The trainings of the network, of whoever keeps them. */
async function trainings(page) {
  await page.locator('.rail a[href$="/trainings"]').first().click();
  await page.waitForURL('**/trainings');
  return new URL(page.url()).pathname;
}

test('the office plans a training and invites those who lack it', { timeout: 240_000 }, async () => {
  const page = await hemma.page();
  await signIn(page, 'network_lead');
  const list = await trainings(page);
  await looked(page, 'training-list');
  await page.goto(`${list}/new`);
  await page.fill('#title', 'Kvartalsutbildning: fler övningar');
  await page.selectOption('#kind', '/booster');
  await page.fill('#on-1', '2031-02-06');
  await page.fill('#on-2', '2031-02-07');
  await page.selectOption('#length-2', 'half');
  await page.fill('#place', 'Påhittssalen');
  await looked(page, 'training-new');
  await page.locator('form[data-draft] button.primary').click();
  await page.waitForURL('**done=training-saved');
  const chosen = page.locator('#staff input:checked');
  assert.ok((await chosen.count()) > 0, 'those who lack it are chosen already');
  await looked(page, 'training-invite');
  await page.locator('#staff button').click();
  await page.waitForURL('**done=training-invited');
  await page.locator('a[href$="/subject"]').click();
  await page.waitForURL('**/subject');
  assert.match(await page.locator('main').innerText(), /intervjuer/i);
  await looked(page, 'training-subject');
  await page.goto(`${list}/needs`);
  await looked(page, 'training-needs');
  await page.locator('tbody th a').first().click();
  await page.waitForURL('**/trainings/people/*');
  await looked(page, 'training-record');
});

test('somebody says that they come, and evaluates what they were at', { timeout: 240_000 }, async () => {
  const page = await hemma.page({ mobile: true });
  await signIn(page, 'family_therapist');
  await page.goto('/training');
  await looked(page, 'training-mine');
  const yes = page.locator('button[name=reply][value=yes]').first();
  if (await yes.count()) {
    await yes.click();
    await page.waitForURL('**done=training-replied');
  }
  await page.locator('form[action="/training/calendars"] button').click();
  await page.locator('.feed-address').waitFor();
  await looked(page, 'training-calendar');
  await page.goto('/training');
  const form = page.locator('a[href$="/evaluation"]').first();
  if (!(await form.count())) return;
  await form.click();
  await page.waitForURL('**/evaluation');
  await looked(page, 'training-evaluation');
  for (const question of ['needed', 'clear', 'usable']) {
    await page.check(`input[name=${question}][value="4"]`);
  }
  await page.locator('form.rating button').click();
  await page.waitForURL('**done=training-evaluated');
});

test('a leader sees what the team lacks', { timeout: 240_000 }, async () => {
  const page = await hemma.page({ mobile: true });
  await signIn(page, 'group_leader');
  await page.goto('/training');
  await page.locator('a[href$="/training"][href^="/teams/"]').first().click();
  await page.waitForURL('**/teams/*/training');
  await looked(page, 'training-team');
  await page.locator('tbody th a').first().click();
  await page.waitForURL('**/teams/*/training/*');
  await looked(page, 'training-team-record');
});
