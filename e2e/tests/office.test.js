// The office's books: a fee from its price to its payment, a voucher and back, a project, a scale-up, and a goal.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { looked, signIn, useHemma } from '../harness.js';

const hemma = useHemma();

/** Follows the entry of the menu whose address ends so. */
async function menu(page, end) {
  await page.locator(`.rail a[href$="${end}"]`).first().click();
  await page.waitForURL(`**${end}`);
  return new URL(page.url()).pathname;
}

/** Reads a file that a link of the page leads to. */
async function file(page, link) {
  const answer = await page.request.get(await link.getAttribute('href'));
  assert.equal(answer.status(), 200);
  return answer;
}

test('an organisation is billed for a part of the year, booked and paid', { timeout: 240_000 }, async () => {
  const page = await hemma.page();
  await signIn(page, 'network_lead');
  await menu(page, '/ledger');
  await page.locator('a[href$="/fees"]').first().click();
  await page.waitForURL('**/fees');
  await looked(page, 'fee-list');
  await page.fill('#name', 'Granvikens socialnämnd');
  await page.locator('form[action$="/payers"] button').click();
  await page.waitForURL(/\/payers\/[0-9a-f-]+$/);
  const members = page.locator('form[action$="/members"]').last();
  await members.locator('#from').fill('2026-11-01');
  await members.locator('button').click();
  await page.waitForURL('**done=fee-saved**');
  // 61 days of 365 at the price that holds since July.
  await page.locator('tfoot', { hasText: '9 284,53 kr' }).waitFor();
  await looked(page, 'fee-payer');
  await page.fill('#bill-from', '2026-12-01');
  await page.fill('#bill-last', '2026-11-01');
  const bills = page.locator('form[action$="/bills"] button');
  await hemma.refused(page, bills);
  await looked(page, 'fee-payer-wrong');
  await page.fill('#bill-from', '2026-11-01');
  await page.fill('#bill-last', '2026-12-31');
  await bills.click();
  await page.waitForURL(/\/fees\/bills\/[0-9a-f-]+/);
  await looked(page, 'fee-bill');
  const csv = await file(page, page.locator('a[href$="/file"]'));
  assert.match(await csv.text(), /Granvikens socialnämnd;.*;2026-11-01;2026-12-31;61;365;55555;9284,53;/);
  const pdf = await file(page, page.locator('a[href$="/document"]'));
  assert.match((await pdf.body()).subarray(0, 5).toString(), /%PDF-/);
  await page.locator('form[action$="/book"] button').click();
  await page.locator('.page-head', { hasText: 'Bokfört, inte betalt' }).waitFor();
  await looked(page, 'fee-bill-booked');
  const pay = page.locator('form[action$="/pay"]');
  await pay.locator('#voucher').fill('999999');
  assert.match(await hemma.refused(page, pay.locator('button')), /ingen sådan verifikation/);
  await looked(page, 'fee-bill-pay-wrong');
  await pay.locator('#voucher').fill('');
  await pay.locator('button').click();
  await page.locator('.page-head', { hasText: 'Betalt' }).waitFor();
  assert.equal(await page.locator('form[action$="/withdraw"]').count(), 0, 'what is paid is not withdrawn');
  await looked(page, 'fee-bill-paid');
});

test('a voucher must balance, and what was wrong is taken back', { timeout: 240_000 }, async () => {
  const page = await hemma.page();
  await signIn(page, 'network_lead');
  const ledger = await menu(page, '/ledger');
  await looked(page, 'ledger-year');
  await page.goto(`${ledger}/vouchers/new`);
  await page.fill('#text', 'Hyra av sal');
  await page.selectOption('#account-1', { label: '5010 Lokal' });
  await page.fill('#debit-1', '1 250,50');
  await page.selectOption('#account-2', { label: '1930 Bank' });
  await page.fill('#credit-2', '1 250');
  const book = page.locator('form[data-draft] button.primary');
  await hemma.refused(page, book);
  assert.equal(await page.inputValue('#debit-1'), '1 250,50', 'what was typed stays');
  await looked(page, 'ledger-voucher-wrong');
  await page.fill('#credit-2', '1 250,50');
  await book.click();
  await page.waitForURL(/\/vouchers\/[0-9a-f-]+/);
  await looked(page, 'ledger-voucher');
  await page.fill('#why', 'Fel konto');
  await page.locator('form[action$="/reverse"] button').click();
  await page.waitForURL('**done=**');
  await page.locator('main', { hasText: 'Fel konto' }).waitFor();
  assert.equal(await page.locator('form[action$="/reverse"]').count(), 0, 'a reversal stands');
  await looked(page, 'ledger-reversal');
  await page.goto(`${ledger}/proposals`);
  await looked(page, 'ledger-proposals');
});

test('a project is told to its funder, and leads to what more would take', { timeout: 240_000 }, async () => {
  const page = await hemma.page();
  await signIn(page, 'network_lead');
  await menu(page, '/projects');
  await looked(page, 'project-list');
  await page.locator('a.name[href*="/projects/"]').first().click();
  await page.waitForURL(/\/projects\/[0-9a-f-]+$/);
  const project = page.url();
  const add = page.locator('form[action$="/items"]');
  await add.locator('#kind').selectOption({ label: 'mål' });
  await add.locator('#title').fill('Familjer bor kvar');
  await add.locator('#figure').selectOption({ label: 'Bor hemma' });
  await add.locator('#direction').selectOption('within');
  await add.locator('#limit').fill('80');
  await add.locator('#most').fill('70');
  await hemma.refused(page, add.locator('button'));
  await looked(page, 'project-wrong');
  await add.locator('#most').fill('100');
  await add.locator('button').click();
  await page.locator('li', { hasText: 'Familjer bor kvar' }).waitFor();
  await looked(page, 'project');
  const pdf = await file(page, page.locator('#file'));
  assert.match((await pdf.body()).subarray(0, 5).toString(), /%PDF-/);
  await page.goto(project);
  await page.locator('a[href*="/scale"]', { hasText: 'de här teamen' }).click();
  await page.waitForURL('**/scale?**');
  // The page says how far it is and comes again by itself.
  await page.locator('#follows').waitFor();
  await looked(page, 'scale');
  await page.fill('#families', '200');
  await page.locator('form[action$="/scale"] button.primary').click();
  await page.locator('#follows').waitFor();
  assert.match(await page.locator('.notice').innerText(), /200 familjer/);
});

test('a leader sets a goal with a therapist, who alone of the team reads it', { timeout: 240_000 }, async () => {
  const page = await hemma.page();
  await signIn(page, 'group_leader');
  await page.goto('/development');
  await looked(page, 'development-list');
  await page.locator('a[href^="/development/new"]').first().click();
  await page.waitForURL('**/development/new**');
  await page.fill('#text', 'Fler övningar mellan besöken');
  await page.fill('#what_0', 'Planera en övning varje vecka');
  await page.fill('#look_on', '2026-12-14');
  const save = page.locator('form[data-draft] button.primary');
  assert.match(await hemma.refused(page, save), /någon som gör det och en dag/);
  await looked(page, 'development-wrong');
  await page.selectOption('#owner_0', { index: 1 });
  await page.fill('#due_0', '2026-12-07');
  await save.click();
  await page.waitForURL(/\/development\/[0-9a-f-]+/);
  await looked(page, 'development-goal');
  const goal = new URL(page.url()).pathname;
  const look = page.locator('form[action$="/look"]');
  await look.locator('textarea').first().fill('På god väg.');
  await look.locator('button.primary').click();
  await page.waitForURL('**done=**');
  await page.locator('main', { hasText: 'På god väg.' }).waitFor();
  await page.context().clearCookies();
  await signIn(page, 'interviewer');
  const answer = await page.goto(goal);
  assert.equal(answer.status(), 404);
  hemma.forgive(page);
});
