// A photo that is no longer what was taken cannot go up: the office is told which, so that somebody asks for another.
import { tellOffice } from "../api/sync.js";
import { BUILD } from "../build.js";
import { damagedPhotos, saidOf } from "../store/damaged.js";

/** Tells the office of each damaged or lost photo, until it has it. One message each, however often it is tried. */
export async function tellDamaged() {
  for (const { id, op_id, sha256, type, title, problem } of await damagedPhotos()) {
    const text = `照片损坏 / a photo on this phone is damaged: ${problem}\n${type} ${title}\nop ${op_id}\nsha256 ${sha256}`;
    const answer = await tellOffice({ id, text: text.slice(0, 4000), build: BUILD, topic: "photo" });
    if (answer.kind === "ok") await saidOf(id);
  }
}
