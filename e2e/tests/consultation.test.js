// Consultation, the month's report and development: planned and noted by the consultant, read and written by the leader.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { looked, signIn, useHemma } from '../harness.js';

const hemma = useHemma();

test('the consultant notes a consultation and moves the next one', { timeout: 240_000 }, async () => {
  const page = await hemma.page();
  await signIn(page, 'consultant');
  await page.locator('main a[href$="/consultations"]').first().click();
  await page.waitForURL('**/consultations');
  const list = new URL(page.url()).pathname;
  await looked(page, 'consultation-list');
  const next = await page.locator('section[aria-labelledby=next] a').getAttribute('href');
  const past = page.locator('section[aria-labelledby=quarter] li a.name').last();
  await past.click();
  await page.waitForURL('**/consultations/*-W*');
  await looked(page, 'consultation-one');
  const boxes = page.locator('#attended input');
  if (!(await page.locator('#attended input:checked').count())) await boxes.first().check();
  await page.fill('#minutes', 'Tema: delmål som går att mäta.');
  await page.locator('form[action$="/held"] button.primary').click();
  await page.waitForURL('**done=consultation-held');
  await page.goto(next);
  await page.fill('#why-moved', 'Konsulten är på resa');
  await page.locator('form[action$="/move"] button').click();
  await page.waitForURL('**done=consultation-moved');
  await page.goto(list);
  await page.locator('#feed button').click();
  await page.locator('.feed-address').waitFor();
});

test('a leader reads the month and sets a goal', { timeout: 240_000 }, async () => {
  const page = await hemma.page({ mobile: true });
  await signIn(page, 'group_leader');
  const team = new URL(page.url()).pathname;
  await page.goto(`${team}/month-report`);
  assert.match(await page.locator('main').innerText(), /Inlämnat i tid/);
  await looked(page, 'month-report');
  await page.goto('/development');
  await looked(page, 'development-list');
  await page.locator('a[href*="/development/new"]').first().click();
  await page.waitForURL('**/development/new**');
  assert.doesNotMatch(await page.locator('main').innerText(), /\d{4,} av/, 'a mean is not told by its sum');
  await looked(page, 'development-new');
  await page.fill('#text', 'Varje familj får en fråga i veckan');
  await page.locator('form[data-draft] button.primary').click();
  await page.waitForURL('**done=development-saved');
  await page.fill('#look', 'På väg');
  await page.locator('form[action$="/look"] button.primary').click();
  await page.waitForURL('**done=development-looked');
  await looked(page, 'development-one');
});

test('the network lead sees what each team was owed', { timeout: 240_000 }, async () => {
  const page = await hemma.page();
  await signIn(page, 'network_lead');
  await page.locator('main a[href$="/consultations"]').click();
  await page.waitForURL('**/consultations');
  await looked(page, 'consultation-network');
});
