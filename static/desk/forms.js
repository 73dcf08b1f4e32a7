/** Forms: a second tap waits for the first, people follow their unit, demo accounts fill in. @param {Document} page */
export function startForms(page) {
  page.addEventListener('submit', (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (!form.hasAttribute('data-once')) return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = 'yes';
    event.submitter?.setAttribute('aria-busy', 'true');
  });
  // A page that comes back from the browser's memory may be sent again; its op id is the same, so nothing is done twice.
  addEventListener('pageshow', () => {
    for (const form of page.querySelectorAll('[data-sent]')) delete (/** @type {HTMLElement} */ (form)).dataset.sent;
    for (const button of page.querySelectorAll('[aria-busy]')) button.removeAttribute('aria-busy');
  });
  for (const form of page.querySelectorAll('form')) peopleOfUnit(form);
  for (const row of page.querySelectorAll('tr[data-username]')) row.addEventListener('click', () => fill(page, row));
}

function peopleOfUnit(form) {
  const unit = form.querySelector('select[data-unit]');
  const person = form.querySelector('select[data-person]');
  if (!unit || !person) return;
  const groups = [...person.querySelectorAll('optgroup')];
  const follow = () => {
    for (const group of groups) group.hidden = group.disabled = Boolean(unit.value) && group.dataset.of !== unit.value;
    if (person.selectedOptions[0]?.parentElement?.disabled) person.value = '';
  };
  unit.addEventListener('change', follow);
  person.addEventListener('change', () => {
    const of = person.selectedOptions[0]?.parentElement?.dataset.of;
    if (of && !unit.value) { unit.value = of; follow(); }
  });
  follow();
}

function fill(page, row) {
  page.getElementById('username').value = row.dataset.username;
  page.getElementById('password').value = row.dataset.password;
  page.getElementById('password').focus();
}
