// Passkeys: asks the server for the options, the device for the key, and sends the answer as the form's own field.
// Forms that need it are hidden until it is known that the browser can.
(() => {
  const can =
    globalThis.PublicKeyCredential?.parseCreationOptionsFromJSON &&
    globalThis.PublicKeyCredential.parseRequestOptionsFromJSON;
  if (!can) return;

  const ask = {
    create: (options) =>
      navigator.credentials.create({
        publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options),
      }),
    get: (options) =>
      navigator.credentials.get({
        publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options),
      }),
  };

  async function answer(form) {
    const failed = form.querySelector('[data-failed]');
    failed.hidden = true;
    try {
      const started = await fetch(form.dataset.options, {
        method: 'POST',
        headers: { accept: 'application/json' },
      });
      if (!started.ok) throw new Error(`options: ${started.status}`);
      const credential = await ask[form.dataset.passkey](await started.json());
      form.elements.credential.value = JSON.stringify(credential.toJSON());
      form.submit();
    } catch {
      failed.hidden = false;
    }
  }

  for (const form of document.querySelectorAll('form[data-passkey]')) {
    form.hidden = false;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      answer(form);
    });
  }
})();
