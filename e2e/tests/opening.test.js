// Recruitment: an advert that anybody answers without an account, and a panel that scores alone first.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { looked, signIn, useHemma } from '../harness.js';

const hemma = useHemma();

test('somebody applies on a phone, sees it and takes it back', { timeout: 240_000 }, async () => {
  const page = await hemma.page({ mobile: true });
  await page.goto('/jobs');
  await looked(page, 'job-list');
  await page.locator('a[href^="/jobs/"]').first().click();
  await looked(page, 'job');
  await page.locator('a[href$="/apply"]').first().click();
  await looked(page, 'job-form');
  await page.fill('#name', 'Vera Webbläsare');
  await page.fill('#email', 'vera@example.org');
  await page.fill('#phone', '070-000 00 99');
  await page.setInputFiles('#cv', { name: 'cv.pdf', mimeType: 'application/pdf', buffer: Buffer.from('#!/bin/sh') });
  assert.match(await hemma.refused(page, page.locator('button.primary')), /ingen PDF/);
  assert.equal(await page.inputValue('#name'), 'Vera Webbläsare', 'what was typed stays');
  await looked(page, 'job-form-wrong');
  await page.check('input[name="question-1"][value="yes"]');
  await page.check('input[name="question-2"][value="Socionom"]');
  await page.fill('#question-3', 'Tre år i skolan.');
  await page.locator('button.primary').click();
  await page.waitForURL('**/application/**');
  await looked(page, 'job-receipt');
  await page.locator('form[action$="/withdraw"] button').click();
  await page.waitForURL('**done=application-withdrawn');
  assert.equal(await page.locator('form[action$="/withdraw"]').count(), 0);
});

/** The opening of the demo that is in interviews, of whoever leads it. */
async function inInterviews(page) {
  await page.goto('/sign-in');
  const leaders = await page.locator('button[name=staff][data-role="group_leader"]').count();
  for (let place = 0; place < leaders; place += 1) {
    await page.goto('/sign-in');
    await page.locator('button[name=staff][data-role="group_leader"]').nth(place).click();
    await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
    await page.goto('/openings');
    const row = page.locator('.list li', { hasText: 'Intervjuer' }).locator('a.name');
    if (await row.count()) {
      await looked(page, 'opening-list');
      await row.first().click();
      return;
    }
    await page.context().clearCookies();
  }
  assert.fail('no leader has an opening in interviews');
}

test('a panel reads those who applied and scores them', { timeout: 300_000 }, async () => {
  const page = await hemma.page();
  await inInterviews(page);
  await looked(page, 'opening');
  const url = new URL(page.url()).pathname;
  await page.locator('a[href$="/advert"]').click();
  await looked(page, 'opening-advert');
  await page.goto(`${url}/applicants`);
  await looked(page, 'opening-applicants');
  await page.locator('tbody a').first().click();
  await looked(page, 'opening-applicant');
  const sheet = page.locator('form[action$="/scores"]').first();
  await sheet.locator('input[type=radio][value="4"]').first().check();
  await sheet.locator('button[value=keep]').click();
  await page.waitForURL('**done=opening-kept');
  await page.goto(`${url}/end`);
  await looked(page, 'opening-end');
  await page.goto(`${url}/merits`);
  await looked(page, 'opening-merits');
});

test('a leader begins to recruit', { timeout: 240_000 }, async () => {
  const page = await hemma.page();
  await signIn(page, 'group_leader');
  await page.goto('/openings');
  await page.fill('#post', 'Familjeresurs');
  await page.locator('form[action="/openings"] button').click();
  await page.waitForURL('**/edit');
  await looked(page, 'opening-edit');
  await page.locator('form[data-draft] button.primary').click();
  await page.waitForURL('**done=opening-saved');
  await hemma.refused(page, page.locator('form[action$="/step"] button'));
  await looked(page, 'opening-unready');
});

test('somebody takes a place in an information meeting and gives it back', { timeout: 240_000 }, async () => {
  const page = await hemma.page({ mobile: true });
  await page.goto('/jobs');
  await page.locator('a[href^="/jobs/"]').first().click();
  await page.locator('a[href*="/briefings/"]').first().click();
  await looked(page, 'briefing-form');
  await page.fill('#name', 'Vera Webbläsare');
  await page.fill('#email', 'vera@example.org');
  await page.locator('button.primary').click();
  await page.waitForURL('**/application/seat/**');
  await looked(page, 'briefing-seat');
  await page.locator('form[action$="/leave"] button').click();
  await page.waitForURL('**/jobs');
});

/** A page of the first unit manager to whom an opening is shown that nobody is responsible for. */
async function unitManagerOf(page) {
  await page.goto('/sign-in');
  const all = await page.locator('button[name=staff][data-role="unit_manager"]').count();
  for (let place = 0; place < all; place += 1) {
    await page.context().clearCookies();
    await signIn(page, 'unit_manager', place);
    await page.goto('/openings');
    if (await page.locator('#orphans').count()) return;
  }
  assert.fail('no unit manager is shown the opening');
}

test('somebody else is named where whoever was responsible has left', { timeout: 300_000 }, async () => {
  const page = await hemma.page();
  const leader = (await signIn(page, 'group_leader')).split('\n')[0].trim();
  await page.goto('/openings');
  await page.fill('#post', 'Familjebehandlare på halvtid');
  await page.locator('form[action="/openings"] button').click();
  await page.waitForURL('**/edit');
  await page.context().clearCookies();
  await signIn(page, 'administrator');
  await page.goto('/settings/staff');
  await page.locator('main a', { hasText: leader }).first().click();
  await page.fill('#last', '2026-11-22');
  await page.locator('form[action$="/leave"] button').click();
  await page.waitForURL('**done=**');
  await unitManagerOf(page);
  await looked(page, 'opening-orphan');
  await page.locator('section[aria-labelledby=orphans] a.name', { hasText: 'halvtid' }).click();
  await page.waitForURL('**/replace');
  await looked(page, 'opening-replace');
  await hemma.refused(page, page.locator('form.form button.primary'));
  await looked(page, 'opening-replace-wrong');
  await page.selectOption('#staff', { index: 1 });
  await page.fill('#reason', 'Hon har slutat');
  await page.locator('form.form button.primary').click();
  await page.waitForURL('**done=opening-replaced');
  assert.equal(await page.locator('section[aria-labelledby=orphans] a.name', { hasText: 'halvtid' }).count(), 0);
});
