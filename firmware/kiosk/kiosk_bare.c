#include "kiosk.h"

/*
 * The content of a kiosk whose pack is missing or damaged: no topics, no flows, no telephone number
 * and no hours that could be promised, but a name, a calm colour and the way to a person: a request
 * that is answered in writing. Everything else the fallback's sentence says.
 */
const struct content kiosk_bare_content = {
    .id = "bare",
    .version = "none",
    .name = {{"안내", "Help"}},
    .primary = 0x0B4FA8,
    .on_primary = 0xFFFFFF,
    .accent = 0xE8590C,
    .utc_offset_min = 540,
    .hotline = "",
    .hotline_note = {{"", ""}},
    .slot_min = 120,
    .lead_min = 30,
    .days_ahead = 5,
    .channel = {[CHANNEL_TEXT] = true, [CHANNEL_EMAIL] = true},
    .consent_version = "bare-1",
    .consent =
        {{"답을 드리기 위해 연락처와 문의 내용을 수집합니다. 상담이 끝나고 30일 뒤에 지웁니다. "
          "동의하지 않을 수 있으며, 이 경우 직원에게 말씀해 주십시오.",
          "To answer you we collect your contact details and your question. We delete them "
          "30 days after the matter is closed. You may refuse; in that case please speak "
          "to a member of staff."}},
    .greet_name = NAME_MASKED,
    .header_name = NAME_MASKED,
    .idle_warn_s = 60,
    .idle_countdown_s = 30,
};
