// Small kindnesses to forms. Each works without us.

export function enhanceForms(root) {
  for (const field of root.querySelectorAll("textarea[data-grows]")) grow(field);
  for (const form of root.querySelectorAll("form:not([data-composer], [method=dialog])")) once(form);
  for (const field of root.querySelectorAll("[data-submits]")) {
    field.addEventListener("change", () => field.form.requestSubmit());
  }
  for (const button of root.querySelectorAll("[data-copies]")) copy(button);
  root.querySelector("[data-error-summary]")?.focus();
}

/** A field as high as its text. */
function grow(field) {
  const fit = () => {
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight + 2, innerHeight / 2)}px`;
  };
  field.addEventListener("input", fit);
  fit();
}

/** A form is sent once, however often its button is pressed. */
function once(form) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) return event.preventDefault();
    setTimeout(() => {
      if (event.defaultPrevented) return; // a module took it, and may again
      form.dataset.sent = "yes";
      setTimeout(() => delete form.dataset.sent, 3000);
    });
  });
}

function copy(button) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).textContent.trim());
    button.textContent = button.dataset.copied;
  });
}
