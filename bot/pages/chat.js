"use strict";
// The web chat: sends with an id of its own (sending again is harmless), shows what the server records, reconnects by itself.
(() => {
  const words = {
    nl: { type: "Typ uw bericht", send: "Stuur", leave: "Snel weg", lost: "Geen verbinding. Uw bericht wordt opnieuw verstuurd.", again: "Nieuw gesprek", choices: "Keuzes" },
    fr: { type: "Écrivez votre message", send: "Envoyer", leave: "Quitter vite", lost: "Pas de connexion. Votre message sera renvoyé.", again: "Nouvelle conversation", choices: "Choix" },
    en: { type: "Type your message", send: "Send", leave: "Leave quickly", lost: "No connection. Your message will be sent again.", again: "New conversation", choices: "Choices" },
  };
  const at = (id) => document.getElementById(id);
  const log = at("log"), choices = at("choices"), form = at("form"), text = at("text"), state = at("state");
  const asked = new URLSearchParams(location.search);
  const wanted = asked.get("language") || (navigator.language || "nl").slice(0, 2);
  const saved = JSON.parse(sessionStorage.getItem("frontdesk") || "null");
  let chat = saved, language = words[(saved && saved.language) || wanted] ? (saved && saved.language) || wanted : "nl";
  let last = 0, stream = null, queue = [], sending = false;
  const shown = new Set();

  const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (b) => b.toString(16).padStart(2, "0")).join("");
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  const keep = () => sessionStorage.setItem("frontdesk", JSON.stringify({ ...chat, language }));

  function speak() {
    const w = words[language];
    document.documentElement.lang = language;
    text.placeholder = w.type;
    document.querySelector("label[for=text]").textContent = w.type;
    at("send").textContent = w.send;
    at("leave").textContent = w.leave;
    choices.setAttribute("aria-label", w.choices);
    state.textContent = w.lost;
    for (const b of document.querySelectorAll("[data-language]")) b.setAttribute("aria-pressed", String(b.dataset.language === language));
  }
  function say(kind, words) {
    const p = document.createElement("p");
    p.className = kind;
    p.dir = "auto";
    p.textContent = words;
    log.append(p);
    log.scrollTop = log.scrollHeight;
    return p;
  }
  function show(reply) {
    if (shown.has(reply.id)) return;
    shown.add(reply.id);
    last = Math.max(last, reply.id);
    if (reply.text) say(reply.sender, reply.text);
    choices.replaceChildren(...reply.buttons.map((b) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = b.title;
      button.dir = "auto";
      button.onclick = () => enqueue({ payload: b.payload }, b.title);
      return button;
    }));
    log.scrollTop = log.scrollHeight;
  }
  async function call(path, body) {
    const headers = { "Content-Type": "application/json" };
    if (chat) headers.Authorization = "Bearer " + chat.token;
    const answer = await fetch("/chat/conversations" + path, { method: body ? "POST" : "GET", headers, body: body && JSON.stringify(body) });
    if (!answer.ok) throw Object.assign(new Error("refused"), { status: answer.status });
    return answer.json();
  }
  function enqueue(body, words) {
    choices.replaceChildren();
    queue.push({ body: { ...body, client_message_id: newId() }, bubble: say("me waiting", words) });
    drain();
  }
  async function drain() {
    if (sending) return;
    sending = true;
    while (queue.length) {
      const { body, bubble } = queue[0];
      try {
        const answer = await call("/" + chat.conversation + "/messages", body);
        bubble.classList.remove("waiting");
        state.hidden = true;
        queue.shift();
        answer.replies.forEach(show);
      } catch (error) {
        if (error.status && error.status < 500 && error.status !== 429) { queue.shift(); await begin(true); continue; }
        state.hidden = false;
        await pause(2000);
      }
    }
    sending = false;
  }
  function listen() {
    if (stream) stream.close();
    stream = new EventSource("/chat/conversations/" + chat.conversation + "/events?after=" + last + "&token=" + encodeURIComponent(chat.token));
    // Replies of a turn that is under way come with its answer, in order; the stream brings all others.
    stream.onmessage = (event) => { if (!sending) show(JSON.parse(event.data)); };
    stream.onerror = () => { if (stream.readyState === EventSource.CLOSED) setTimeout(listen, 3000); };
  }
  async function begin(fresh) {
    if (chat && !fresh) {
      try {
        (await call("/" + chat.conversation + "/messages?after=0")).replies.forEach(show);
        listen();
        return;
      } catch (error) { if (!error.status) { state.hidden = false; await pause(2000); return begin(false); } }
    }
    chat = null; last = 0; shown.clear(); log.replaceChildren();
    try {
      const opened = await call("", { language: asked.get("language") || language, audience: asked.get("audience"), invite: asked.get("invite") });
      chat = { conversation: opened.conversation, token: opened.token };
      keep();
      opened.replies.forEach(show);
      listen();
      state.hidden = true;
    } catch (error) { state.hidden = false; await pause(2000); return begin(true); }
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const words = text.value.trim();
    if (!words || !chat) return;
    text.value = "";
    text.style.height = "";
    enqueue({ text: words }, words);
    text.focus();
  });
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); form.requestSubmit(); }
  });
  text.addEventListener("input", () => { text.style.height = "auto"; text.style.height = text.scrollHeight + "px"; });
  at("leave").addEventListener("click", () => { sessionStorage.removeItem("frontdesk"); log.replaceChildren(); location.replace("https://www.wikipedia.org/"); });
  for (const b of document.querySelectorAll("[data-language]")) b.addEventListener("click", () => {
    language = b.dataset.language;
    speak();
    if (chat) { keep(); enqueue({ payload: '/choose_language{"language":"' + language + '"}' }, b.textContent); }
  });
  addEventListener("pagehide", () => stream && stream.close());
  addEventListener("pageshow", (event) => { if (event.persisted && chat) listen(); });
  speak();
  begin(false).then(() => text.focus());
})();
