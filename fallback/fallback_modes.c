#include "fallback.h"

#include "kassert.h"

/* Korean first, English second. The sentence names what is missing, what still works and the way
 * on; it promises nothing that can_guide and can_keep do not. */
static const struct fallback_mode modes[MISSING_COUNT] = {
    [MISSING_NOTHING] = {"nothing", {{"", ""}}, {{"", ""}}, .can_guide = true, .can_keep = true},
    [MISSING_HEADQUARTERS] = {"headquarters",
                              {{"본사 연결 대기 중", "Waiting for headquarters"}},
                              {{"지금은 본사와 연결되지 않습니다. 안내는 그대로 이용하실 수 있고, "
                                "신청은 이 안내기에 저장했다가 연결되면 보냅니다.",
                                "Headquarters cannot be reached right now. The guides work as "
                                "usual, and a request is kept here and sent later."}},
                              .can_guide = true,
                              .can_keep = true},
    [MISSING_PACK] = {"pack",
                      {{"안내 내용 준비 중", "Guides not available"}},
                      {{"지금은 안내 내용을 보여 드릴 수 없습니다. 죄송합니다. "
                        "‘상담원 연결’을 누르시면 상담원이 연락드립니다.",
                        "The guides cannot be shown right now. We are sorry. "
                        "Touch “Talk to a person”, and a person will contact you."}},
                      .can_guide = false,
                      .can_keep = true},
    [MISSING_DISK] = {"disk",
                      {{"신청 저장 불가", "Requests cannot be kept"}},
                      {{"지금은 이 안내기에 신청을 저장할 수 없습니다. 죄송합니다. "
                        "전화나 직원에게 바로 문의해 주십시오.",
                        "This kiosk cannot keep a request right now. We are sorry. "
                        "Please call us or ask the staff."}},
                      .can_guide = true,
                      .can_keep = false},
    [MISSING_STORE] = {"store",
                       {{"신청 저장 불가", "Requests cannot be kept"}},
                       {{"지금은 신청을 저장하는 장치가 멈춰 있습니다. 죄송합니다. "
                         "전화나 직원에게 바로 문의해 주십시오.",
                         "The part that keeps requests has stopped. We are sorry. "
                         "Please call us or ask the staff."}},
                       .can_guide = true,
                       .can_keep = false},
};

const struct fallback_mode *fallback_mode(enum missing missing)
{
    KASSERT(missing < MISSING_COUNT);
    return &modes[missing];
}

/* ---- offering a person ---- */

enum { FIXES_TO_OFFER = 2, RETURNS_TO_OFFER = 3 };

int escalation_strikes(const struct escalation *escalation)
{
    KASSERT(escalation->failed_fixes >= 0);
    KASSERT(escalation->returns >= 0);
    int circles = escalation->returns - RETURNS_TO_OFFER + 1;
    return escalation->failed_fixes + (circles > 0 ? circles : 0);
}

bool escalation_due(const struct escalation *escalation)
{
    bool stuck =
        escalation->failed_fixes >= FIXES_TO_OFFER || escalation->returns >= RETURNS_TO_OFFER;
    bool known = escalation->declined && escalation_strikes(escalation) <= escalation->declined_at;
    return stuck && !known;
}

void escalation_decline(struct escalation *escalation)
{
    escalation->declined = true;
    escalation->declined_at = escalation_strikes(escalation);
}
