/* The page /rescue: says what is unsent, makes the file, hands it to the system's share sheet or saves it. A classic script; it needs the file
   maker beside it and nothing of the app. */
(function () {
  const { holdings, exported } = /** @type {any} */ (globalThis).fieldappRescue;
  const zh = document.documentElement.lang !== "en";
  /** @param {string} chinese @param {string} english */
  const say = (chinese, english) => (zh ? chinese : english);
  /** @param {string} id @returns {HTMLElement} */
  const part = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
  /** @param {string} id @param {string} text */
  const put = (id, text) => { part(id).textContent = text; part(id).hidden = !text; };
  /** @param {number} bytes */
  const size = (bytes) => (bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1000))} KB` : `${(bytes / 1e6).toFixed(1)} MB`);
  const many = (/** @type {number} */ n, /** @type {string} */ one, /** @type {string} */ more) => `${n} ${n === 1 ? one : more}`;

  /** @type {File[] | null} */
  let made = null;

  /** The files; one as text, because share sheets take no others. */
  async function files() {
    if (made) return made;
    put("said", say("正在准备文件……", "Preparing the file…"));
    const { files: blobs, lost } = await exported((/** @type {number} */ n, /** @type {number} */ of) => put("said", say(`正在读照片：${n} / ${of}`, `Reading photos: ${n} / ${of}`)));
    const now = new Date(), two = (/** @type {number} */ n) => String(n).padStart(2, "0");
    const at = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}-${two(now.getHours())}${two(now.getMinutes())}`;
    made = blobs.map((/** @type {Blob} */ blob, /** @type {number} */ i) => new File([blob], `fieldapp-${at}${blobs.length > 1 ? `-${i + 1}` : ""}.txt`, { type: "text/plain" }));
    put("said", lost ? say(`有 ${lost} 张照片在这部手机上读不出来，文件里没有。`, `${many(lost, "photo", "photos")} could not be read on this phone and ${lost === 1 ? "is" : "are"} not in the file.`) : "");
    return made ?? [];
  }

  /** @param {(list: File[]) => Promise<string>} how gives the words for what was done */
  async function hand(how) {
    for (const id of ["share", "save"]) /** @type {HTMLButtonElement} */ (part(id)).disabled = true;
    try {
      put("said", await how(await files()));
      after();
    } catch (/** @type {any} */ error) {
      if (error?.name === "AbortError") put("said", say("没有分享。内容都还在手机里。", "Not shared. Everything is still on the phone."));
      else if (error?.name === "NotAllowedError" && made) put("said", say("文件准备好了，请再点一次。", "The file is ready; tap once more."));
      else put("said", say(`没有做成：${error?.message ?? error}。内容都还在手机里，请再试一次。`, `That did not work: ${error?.message ?? error}. Everything is still on the phone; try again.`));
    } finally {
      for (const id of ["share", "save"]) /** @type {HTMLButtonElement} */ (part(id)).disabled = false;
    }
  }

  /** @param {File[]} list */
  async function save(list) {
    for (const file of list) {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(file);
      link.download = file.name;
      document.body.append(link);
      link.click();
      link.remove();
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    }
    return say(`已存到下载：${list.map((f) => f.name).join("、")}，共 ${size(list.reduce((n, f) => n + f.size, 0))}。`, `Saved to downloads: ${list.map((f) => f.name).join(", ")}, ${size(list.reduce((n, f) => n + f.size, 0))}.`);
  }

  /** @param {File[]} list */
  async function share(list) {
    await navigator.share({ files: list });
    return say("已交给系统分享。", "Handed to the share sheet.");
  }

  function after() {
    put("then-title", say("接下来", "What next"));
    put("then", say("把文件交给任何一名能登录的同事，请他在电脑上打开工作台「导入手机文件」，选这个文件。导入后，这部手机再联网时会自动认出来，不会重复。", "Give the file to any colleague who can sign in. At the desk they open “Load a phone's file” and choose it. When this phone is online again it will know; nothing is doubled."));
  }

  async function start() {
    document.title = say("导出没传的", "Export unsent");
    put("title", document.title);
    part("back").setAttribute("aria-label", say("回到应用", "Back to the app"));
    put("safe", say("导出不会删掉任何东西。手机里的照原样留着，能联网时照常上传。", "Exporting deletes nothing. What is on the phone stays as it is and is sent as usual when there is a network."));
    const found = await holdings();
    const nothing = found.ops + found.photos === 0;
    const days = found.oldest_at ? Math.floor((Date.now() - found.oldest_at) / 86_400_000) : 0;
    put("held", nothing ? say("这部手机上没有没传的内容。", "There is nothing unsent on this phone.")
      : say(`没传的：${found.ops} 条记录、${found.photos} 张照片，${size(found.bytes)}`, `Unsent: ${many(found.ops, "record", "records")}, ${many(found.photos, "photo", "photos")}, ${size(found.bytes)}`));
    put("people", [found.people > 1 ? say(`有 ${found.people} 个人在这部手机上留下的，都在这个文件里。`, `Left by ${found.people} people on this phone; all of it is in the file.`) : "",
      days > 0 ? say(`最早的一条已经 ${days} 天。`, `The oldest is ${many(days, "day", "days")} old.`) : "",
      nothing ? "" : say("还没保存成记录的草稿不在里面。", "Drafts that were not saved as records are not in it.")].filter(Boolean).join(zh ? "" : " "));
    if (nothing) return;
    const probe = new File(["."], "fieldapp.txt", { type: "text/plain" });
    if (navigator.canShare?.({ files: [probe] })) put("share", say("分享文件", "Share the file"));
    put("save", say("存成文件", "Save as a file"));
    if (part("share").hidden) part("save").classList.add("pri");
    part("share").addEventListener("click", () => void hand(share));
    part("save").addEventListener("click", () => void hand(save));
  }

  start().catch((error) => put("held", say(`读不了这部手机的存储：${error?.message ?? error}。请不要清除浏览器数据，把手机交给中队处理。`, `The phone's storage cannot be read: ${error?.message ?? error}. Do not clear the browser's data; hand the phone to the squad.`)));
})();
