// Decisions: a trip is proposed, a file goes with it, it is signed, and what came of it is named.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { looked, signIn, useHemma } from '../harness.js';

const hemma = useHemma();

/** The smallest file that is one. */
function pdf() {
  const body = '%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n';
  const end = `xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`;
  return Buffer.from(body + end);
}

test('a file goes with a draft, and what is no PDF is refused in words', { timeout: 240_000 }, async () => {
  const page = await hemma.page();
  await signIn(page, 'network_lead');
  await page.locator('.rail a[href$="/proposals"]').first().click();
  await page.waitForURL('**/proposals');
  await page.selectOption('select[name=template]', 'STOCKHOLM/conference');
  await page.locator('form:has(select[name=template]) button').click();
  await page.waitForURL(/\/proposals\/[0-9a-f-]+$/);
  await page.fill('#attachment_title', 'Konferensens program');
  await page.setInputFiles('#attachment', { name: 'program.pdf', mimeType: 'application/pdf', buffer: Buffer.from('#!/bin/sh') });
  assert.match(await hemma.refused(page, page.locator('form[action$="/attachments"] button')), /ingen PDF/);
  assert.equal(await page.inputValue('#attachment_title'), 'Konferensens program', 'what was typed stays');
  await looked(page, 'proposal-attachment-wrong');
  await page.setInputFiles('#attachment', { name: 'program.pdf', mimeType: 'application/pdf', buffer: pdf() });
  await page.locator('form[action$="/attachments"] button').click();
  await page.waitForURL('**done=attachment-added');
  await page.locator('a.name', { hasText: 'Konferensens program' }).waitFor();
  await looked(page, 'proposal-attachment');
  await page.locator('form[action$="/remove"] button').click();
  await page.waitForURL('**done=attachment-removed');
  assert.equal(await page.locator('a[href*="/attachments/"]').count(), 0);
});

test('a trip tells what came of it', { timeout: 240_000 }, async () => {
  const page = await hemma.page();
  await signIn(page, 'network_lead');
  await page.locator('.rail a[href$="/proposals"]').first().click();
  await page.waitForURL('**/proposals');
  await page.locator('a[href$="/trips"]').first().click();
  await page.waitForURL('**/trips');
  await looked(page, 'trip-list');
  await page.locator('a', { hasText: 'Charleston' }).last().click();
  await page.locator('#learnt').waitFor();
  await looked(page, 'trip');
  await page.locator('section[aria-labelledby=learnt] a.name').first().click();
  await page.waitForURL(/\/trainings\/[0-9a-f-]+$/);
  await page.locator('a[href*="/trips/"]').waitFor();
});

test('a board picks its layout, and what is proposed to it is written in that', { timeout: 240_000 }, async () => {
  const page = await hemma.page();
  await signIn(page, 'network_lead');
  await page.locator('.rail a[href$="/proposals"]').first().click();
  await page.waitForURL('**/proposals');
  const register = page.url();
  await page.locator('a[href$="/addressees"]').first().click();
  await page.waitForURL('**/addressees');
  await page.fill('#name', 'Granvikens socialnämnd');
  await page.selectOption('#layout', 'TJANSTESKRIVELSE');
  await page.fill('#diary', 'dnr');
  await hemma.refused(page, page.locator('form:has(#diary) button'));
  await looked(page, 'addressee-wrong');
  await page.fill('#diary', '@ #-#');
  await page.locator('form:has(#diary) button').click();
  await page.waitForURL('**done=addressee-saved');
  await looked(page, 'addressee-list');
  await page.locator('a.name', { hasText: 'Granvikens' }).click();
  await page.waitForURL(/\/addressees\/[0-9a-f-]+$/);
  await looked(page, 'addressee');
  await page.goto(register);
  const group = page.locator('optgroup[label="Granvikens socialnämnd"] option');
  await page.selectOption('select[name=template]', await group.first().getAttribute('value'));
  await page.locator('form:has(select[name=template]) button').click();
  await page.waitForURL(/\/proposals\/[0-9a-f-]+$/);
  assert.equal(await page.inputValue('#addressee'), 'Granvikens socialnämnd');
  await page.getByLabel('Beskrivning av ärendet').waitFor();
  await looked(page, 'addressee-draft');
});
