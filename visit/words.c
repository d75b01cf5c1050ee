#include "words.h"

#include "flow_text.h"
#include "kassert.h"
#include "kstr.h"

#include <string.h>

/* Tone: 합쇼체, buttons as nouns or "-기", nothing is honoured but the customer, one apology, no
 * blame, no exclamation mark. {name} is filled by word_fill(). Source: docs/facts.md, tone */
static const struct {
    bool is_lead;
    struct words text;
} table[W_COUNT] = {
    /* the bar */
    [W_BACK] = {0, {{"뒤로", "Back"}}},
    [W_HOME] = {0, {{"처음으로", "Home"}}},
    [W_LANG] = {0, {{"English", "한국어"}}},
    [W_PERSON] = {0, {{"상담원 연결", "Talk to a person"}}},
    /* the door */
    [W_LEAD_ATTRACT] = {1, {{"무엇을 도와드릴까요?", "How can we help you?"}}},
    [W_ATTRACT_CARD] = {0, {{"회원 카드를 대 주십시오.", "Hold your card to the reader."}}},
    [W_ATTRACT_TOUCH] = {0, {{"카드가 없으면 화면을 누르십시오.", "No card? Touch the screen."}}},
    [W_ATTRACT_LANG] = {0, {{"For English, touch “English”.", "한국어는 ‘한국어’를 누르십시오."}}},
    [W_START] = {0, {{"시작하기", "Start"}}},
    [W_LEAD_IDENTIFY] = {1,
                         {{"회원 카드나 코드를 대 주십시오.",
                           "Please show your member card or code."}}},
    [W_IDENTIFY_WHY] = {0,
                        {{"지난 문의를 이어서 볼 수 있습니다. 카드가 없어도 모든 안내를 "
                          "이용하실 수 있습니다.",
                          "Then you can go on where you left off. All guides work without a "
                          "card, too."}}},
    [W_GUEST] = {0, {{"회원이 아니어도 이용하기", "Go on without a card"}}},
    [W_PHONE] = {0, {{"전화번호 입력하기", "Enter my phone number"}}},
    [W_LEAD_PHONE] = {1, {{"전화번호를 입력하십시오.", "Please enter your phone number."}}},
    [W_PHONE_WHY] = {0,
                     {{"연락이 필요할 때 씁니다. 다음 화면부터는 가려서 보여 드립니다.",
                       "It is used when you want us to contact you. From the next screen on it "
                       "is hidden."}}},
    [W_PHONE_LABEL] = {0, {{"전화번호", "Phone number"}}},
    [W_PHONE_WRONG] = {0,
                       {{"번호를 다시 확인해 주십시오. 휴대전화는 숫자 11자리입니다.",
                         "Please check the number. A mobile number has 11 digits."}}},
    [W_LEAD_WAIT] = {1, {{"확인하고 있습니다. 잠시만 기다려 주십시오.", "One moment, please."}}},
    [W_WAIT_GUEST] = {0, {{"기다리지 않고 이용하기", "Go on without waiting"}}},
    [W_OK] = {0, {{"확인", "OK"}}},
    /* the customer */
    [W_CUSTOMER] = {0, {{"고객", "customer"}}},
    [W_SURNAME] = {0, {{"{name} 고객", "customer {name}"}}},
    [W_NAME_WHO] = {0, {{"{name}님", "{name}"}}},
    /* home */
    [W_LEAD_GREET] = {1, {{"안녕하십니까, {name}님", "Hello, {name}"}}},
    [W_LEAD_GUEST] = {1, {{"안녕하십니까, 고객님", "Hello"}}},
    [W_HOME_ASK] = {0, {{"무엇을 도와드릴까요?", "How can we help you?"}}},
    [W_NEED_REQUEST] = {0, {{"신청하신 ‘{matter}’ 상담", "Your request ‘{matter}’"}}},
    [W_NEED_LAST] = {0,
                     {{"{date} 살펴보신 ‘{matter}’, 해결되었습니까?",
                       "You looked at ‘{matter}’ {date}. Is it solved now?"}}},
    [W_NEED_LAST_GO] = {0, {{"아니요, 이어서 보기", "No, go on with it"}}},
    [W_NEED_LAST_WHY] = {0, {{"지난번에 해결되지 않았습니다.", "It was not solved last time."}}},
    [W_NEED_LAST_DONE] = {0, {{"네, 해결되었습니다", "Yes, it is solved"}}},
    [W_NEED_LAST_THANKS] = {0, {{"알려 주셔서 감사합니다.", "Thank you for telling us."}}},
    [W_NEED_MOST_USED] = {0,
                          {{"이곳에서 가장 많이 찾는 안내입니다.",
                            "What people here ask for most."}}},
    [W_NEED_USED] = {0, {{"이곳에서 자주 찾는 안내입니다.", "Often asked for here."}}},
    [W_TOPICS] = {0, {{"주제로 찾기", "Find by topic"}}},
    [W_SEARCH] = {0, {{"검색하기", "Search"}}},
    [W_SEARCH_EXAMPLE] = {0, {{"예: 인터넷이 느려요", "such as: slow internet"}}},
    [W_REQUESTS] = {0, {{"내 신청 보기", "My requests"}}},
    [W_CARD_ANY_TIME] = {0,
                         {{"회원 카드는 언제든지 대실 수 있습니다.",
                           "You can show your member card at any time."}}},
    [W_FINISH] = {0, {{"마치기", "Finish"}}},
    [W_TOPIC_EMPTY] = {0,
                       {{"이 주제에는 아직 안내가 없습니다. 상담원이 도와드립니다.",
                         "There is no guide on this topic yet. A person will help you."}}},
    [W_GROUP_FLOWS] = {0, {{"차례로 해결", "Solve it step by step"}}},
    [W_GROUP_ARTICLES] = {0, {{"읽을거리", "Read about it"}}},
    [W_MINUTES] = {0, {{"약 {minutes}분", "about {minutes} min"}}},
    /* search */
    [W_LEAD_SEARCH] = {1, {{"무엇을 찾으십니까?", "What are you looking for?"}}},
    [W_SEARCH_LABEL] = {0, {{"찾을 말", "Search for"}}},
    [W_SEARCH_HINT] = {0,
                       {{"한두 낱말이면 됩니다. 예: 인터넷 느림",
                         "One or two words will do, for example: slow internet"}}},
    [W_SEARCH_GO] = {0, {{"찾기", "Search now"}}},
    [W_SEARCH_GOOD] = {0, {{"찾은 안내", "What we found"}}},
    [W_SEARCH_MAYBE] = {0, {{"혹시 이 내용을 찾으셨습니까?", "Did you mean one of these?"}}},
    [W_SEARCH_NONE] = {0,
                       {{"맞는 안내를 찾지 못했습니다. 다른 말로 찾거나 상담을 신청하십시오.",
                         "We found no guide for this. Try another word, or ask for a "
                         "person."}}},
    /* articles */
    [W_ARTICLE_WAIT] = {0, {{"내용을 불러오고 있습니다.", "The text is being opened."}}},
    [W_ARTICLE_MISSING] = {0,
                           {{"지금은 이 글을 열 수 없습니다. 죄송합니다. 상담원이 도와드립니다.",
                             "This text cannot be opened right now. We are sorry. A person "
                             "will help you."}}},
    [W_ARTICLE_FLOW] = {0, {{"차례대로 안내받기", "Lead me through it"}}},
    [W_ARTICLE_HELPED] = {0, {{"이 글이 도움이 되었습니까?", "Did this help?"}}},
    [W_ARTICLE_YES] = {0, {{"네, 도움이 되었습니다", "Yes, it helped"}}},
    [W_ARTICLE_NO] = {0, {{"아니요", "No"}}},
    /* flows */
    [W_NEXT] = {0, {{"다음", "Next"}}},
    [W_SOLVED_YES] = {0, {{"네, 해결되었습니다", "Yes, it is solved"}}},
    [W_SOLVED_NO] = {0, {{"아니요, 그대로입니다", "No, it is as before"}}},
    [W_ANSWERS] = {0, {{"지금까지의 답 보기", "My answers so far"}}},
    [W_LEAD_LOCKED] = {1,
                       {{"이 안내는 회원 확인이 필요합니다.",
                         "For this we need to know who you are."}}},
    [W_LOCKED_WHY] = {0,
                      {{"회원 카드나 코드를 대시면 이어서 안내합니다. 카드가 없으면 상담원이 "
                        "도와드립니다.",
                        "Show your member card or code and we go on. Without a card, a person "
                        "will help you."}}},
    [W_CHANGED] = {0,
                   {{"답을 바꾸었습니다. 뒤의 답 {kept}개는 그대로 두었고, {dropped}개는 다시 "
                     "여쭙겠습니다.",
                     "Your answer was changed. Later answers kept: {kept}. To be asked again: "
                     "{dropped}."}}},
    [W_INPUT_LABEL] = {0, {{"답", "Answer"}}},
    [W_INPUT_NUMBER] = {0,
                        {{"다시 확인해 주십시오. {min}에서 {max} 사이의 숫자입니다.",
                          "Please check. It is a number from {min} to {max}."}}},
    [W_INPUT_LENGTH] = {0,
                        {{"다시 확인해 주십시오. {min}자에서 {max}자까지입니다.",
                          "Please check. It has {min} to {max} characters."}}},
    [W_INPUT_CODE] = {0,
                      {{"다시 확인해 주십시오. 숫자 {min}자리에서 {max}자리까지입니다.",
                        "Please check. It has {min} to {max} digits."}}},
    [W_INPUT_CODE_ONE] = {0,
                          {{"다시 확인해 주십시오. 숫자 {min}자리입니다.",
                            "Please check. It has {min} digits."}}},
    [W_INPUT_DATE] = {0,
                      {{"다시 확인해 주십시오. 연도 4자리, 월 2자리, 일 2자리입니다.",
                        "Please check: year 4 digits, month 2 digits, day 2 digits."}}},
    [W_INPUT_DATE_HINT] = {0,
                           {{"숫자 8자리로 입력하십시오. 예: 20261121",
                             "Enter 8 digits, for example 20261121"}}},
    [W_INPUT_PHONE] = {0,
                       {{"다시 확인해 주십시오. 지역번호부터 숫자만 입력하십시오.",
                         "Please check. Enter digits only, area code first."}}},
    [W_TRIES_LEFT] = {0, {{"({tries}번 더 입력하실 수 있습니다.)", "(Tries left: {tries})"}}},
    [W_CHECKING] = {0,
                    {{"본사에 확인하고 있습니다. 잠시만 기다려 주십시오.",
                      "We are asking headquarters. One moment, please."}}},
    [W_LEAD_ANSWERS] = {1,
                        {{"지금까지의 답입니다. 바꿀 답을 누르십시오.",
                          "Your answers so far. Touch one to change it."}}},
    [W_ANSWERS_EMPTY] = {0, {{"아직 답하신 것이 없습니다.", "There are no answers yet."}}},
    [W_CHANGE] = {0, {{"답을 바꿉니다.", "Change this answer."}}},
    [W_LEAD_END_SOLVED] = {1, {{"해결되어 다행입니다.", "Good to know that it is solved."}}},
    [W_LEAD_END_UNSOLVED] = {1,
                             {{"해결해 드리지 못해 죄송합니다. 상담원이 이어서 돕겠습니다.",
                               "We are sorry it is not solved. A person will take over."}}},
    [W_LEAD_END_INFORMED] = {1, {{"안내를 마쳤습니다.", "That is all on this."}}},
    [W_LEAD_END_HANDED] = {1,
                           {{"이제부터는 상담원이 도와드립니다.",
                             "From here on a person will help you."}}},
    [W_HOME_MORE] = {0, {{"다른 안내 보기", "Look at something else"}}},
    /* a person */
    [W_LEAD_OFFER] = {1,
                      {{"불편하셨겠습니다. 상담원이 이어서 도와드릴까요?",
                        "This takes long, we are sorry. Shall a person take over?"}}},
    [W_OFFER_WHY] = {0,
                     {{"지금까지 하신 것을 함께 전하므로 다시 설명하지 않으셔도 됩니다.",
                       "What you did so far is passed on. You need not explain it again."}}},
    [W_LEAD_OFFER_ARTICLE] = {1, {{"다른 방법으로 도와드리겠습니다.", "Let us try another way."}}},
    [W_ASK_PERSON] = {0, {{"상담 신청하기", "Ask for a person"}}},
    [W_OFFER_GO_ON] = {0, {{"계속 살펴보기", "Go on by myself"}}},
    [W_HOTLINE_OPEN] = {0,
                        {{"지금 바로 통화하실 수 있습니다: {number} ({note})",
                          "You can call right now: {number} ({note})"}}},
    [W_HOTLINE_CLOSED] = {0,
                          {{"지금은 상담 시간이 아닙니다. 전화 {number}번은 {when}부터 받습니다.",
                            "The office is closed now. {number} answers from {when}."}}},
    [W_HOTLINE_SHUT] = {0,
                        {{"지금은 상담 시간이 아닙니다. 전화 {number} ({note})",
                          "The office is closed now. {number} ({note})"}}},
    [W_HOTLINE_NOTE] = {0, {{"전화 {number} ({note})", "Call {number} ({note})"}}},
    [W_LEAD_CHANNEL] = {1, {{"상담원이 어떻게 연락드릴까요?", "How shall we contact you?"}}},
    [W_LEAD_CHANNEL_ADD] = {1,
                            {{"신청에 더합니다. 어떻게 연락드릴까요?",
                              "This is added to your request. How shall we contact you?"}}},
    [W_CHANNEL_CALL] = {0, {{"전화로 받기", "By phone call"}}},
    [W_CHANNEL_CALL_MORE] = {0, {{"원하시는 시간에 전화드립니다.", "At a time you choose."}}},
    [W_CHANNEL_TEXT] = {0, {{"문자로 받기", "By text message"}}},
    [W_CHANNEL_TEXT_MORE] = {0,
                             {{"말하지 않고 글로 상담합니다.", "In writing, without speaking."}}},
    [W_CHANNEL_EMAIL] = {0, {{"전자우편으로 받기", "By e-mail"}}},
    [W_CHANNEL_EMAIL_MORE] = {0, {{"자세한 답을 글로 보냅니다.", "A full answer in writing."}}},
    [W_FORM_JOINS] = {0,
                      {{"먼저 하신 신청 {number}에 더합니다. 새로 접수하지 않습니다.",
                        "This is added to your earlier request {number}. No second one is "
                        "made."}}},
    [W_LEAD_CONTACT] = {1, {{"어느 번호로 연락드릴까요?", "Which number shall we use?"}}},
    [W_CONTACT_FILE] = {0, {{"{number} 번호로 받기", "Use {number}"}}},
    [W_CONTACT_OTHER] = {0, {{"다른 번호 입력하기", "Enter another number"}}},
    [W_LEAD_CONTACT_PHONE] = {1,
                              {{"연락받을 번호를 입력하십시오.",
                                "Please enter the number to contact."}}},
    [W_LEAD_CONTACT_EMAIL] = {1,
                              {{"전자우편 주소를 입력하십시오.",
                                "Please enter your e-mail address."}}},
    [W_EMAIL_LABEL] = {0, {{"전자우편 주소", "E-mail address"}}},
    [W_EMAIL_WRONG] = {0,
                       {{"주소를 다시 확인해 주십시오. 예: name@example.com",
                         "Please check the address, for example name@example.com"}}},
    [W_PAST_TODAY] = {0, {{"오늘", "today"}}},
    [W_PAST_YESTERDAY] = {0, {{"어제", "yesterday"}}},
    [W_PAST_DAY] = {0, {{"{date}에", "on {date}"}}},
    [W_DAY_TODAY] = {0, {{"오늘 {date}", "Today, {date}"}}},
    [W_DAY_TOMORROW] = {0, {{"내일 {date}", "Tomorrow, {date}"}}},
    [W_TIME_TODAY] = {0, {{"오늘 {time}", "{time} today"}}},
    [W_LEAD_SLOT_HOUR] = {1, {{"몇 시에 전화드릴까요?", "At what time?"}}},
    [W_LEAD_SLOT] = {1, {{"언제 전화드릴까요?", "When shall we call?"}}},
    [W_SLOT_SOON] = {0, {{"가능한 한 빨리", "As soon as possible"}}},
    [W_SLOT_SOON_UNTIL] = {0, {{"늦어도 {when}까지", "by {when} at the latest"}}},
    [W_SLOT_NONE] = {0,
                     {{"지금은 전화를 약속할 수 있는 시간이 없습니다. 다른 방법을 고르십시오.",
                       "There is no time we could promise. Please choose another way."}}},
    [W_LEAD_SLOT_GONE] = {1,
                          {{"그 시간에는 이제 전화드릴 수 없습니다. 다시 골라 주십시오.",
                            "We can no longer call at that time. Please choose again."}}},
    [W_CONTACT_MEND] = {0, {{"연락처 고치기", "Change the contact"}}},
    [W_FIELD_SHOW] = {0, {{"입력한 것 보기", "Show it"}}},
    [W_FIELD_HIDE] = {0, {{"입력한 것 가리기", "Hide it"}}},
    [W_LEAD_CONSENT] = {1,
                        {{"개인정보 수집에 동의하십니까?",
                          "Do you agree that we keep your data?"}}},
    [W_CONSENT_CONTACT] = {0, {{"연락처: {contact}", "Contact: {contact}"}}},
    [W_CONSENT_YES] = {0, {{"동의하고 신청하기", "Agree and send"}}},
    [W_CONSENT_NO] = {0, {{"동의하지 않기", "Do not agree"}}},
    [W_LEAD_SAVING] = {1, {{"신청을 저장하고 있습니다.", "Your request is being saved."}}},
    [W_LEAD_NOT_SAVED] = {1,
                          {{"신청을 저장하지 못했습니다. 죄송합니다.",
                            "Your request could not be saved. We are sorry."}}},
    [W_LEAD_CANNOT_SAVE] = {1,
                            {{"지금은 상담 신청을 받을 수 없습니다.",
                              "A request cannot be taken right now."}}},
    [W_NOT_SAVED_AGAIN] = {0, {{"다시 저장하기", "Try to save again"}}},
    [W_NOT_SAVED_STAFF] = {0,
                           {{"가까이 있는 직원에게 말씀하셔도 됩니다.",
                             "You can also speak to the staff nearby."}}},
    /* requests */
    [W_LEAD_RECEIPT] = {1, {{"상담 신청을 받았습니다.", "We have your request."}}},
    [W_LEAD_JOINED] = {1,
                       {{"먼저 하신 신청에 더했습니다.",
                         "This was added to your earlier request."}}},
    [W_JOINED] = {0,
                  {{"같은 문의라서 하나로 처리합니다. 한 번만 연락드립니다.",
                    "It is the same matter, so it stays one request and you get one call."}}},
    [W_STATE_SAVED] = {0,
                       {{"이 안내기에 안전하게 저장했습니다. 본사와 연결되면 바로 보냅니다.",
                         "Safely saved on this kiosk. It is sent as soon as headquarters can "
                         "be reached."}}},
    [W_STATE_SENT] = {0,
                      {{"본사에 전해졌습니다. 상담원이 곧 확인합니다.",
                        "Headquarters has it. A person will look at it soon."}}},
    [W_STATE_HANDLED] = {0, {{"상담원이 처리하고 있습니다.", "A person is working on it."}}},
    [W_STATE_CLOSED] = {0, {{"처리가 끝났습니다.", "It is closed."}}},
    [W_STATE_SET_ASIDE] = {0,
                           {{"본사에서 바로 받지 못해 담당자가 확인합니다. 급하시면 "
                             "전화해 주십시오.",
                             "Headquarters could not take it at once; a technician looks at "
                             "it. If it is urgent, please call."}}},
    [W_PROMISE_SLOT] = {0, {{"{when}에 전화드립니다.", "We will call you: {when}."}}},
    [W_PROMISE_SOON] = {0,
                        {{"가능한 한 빨리, 늦어도 {when}까지 전화드립니다.",
                          "We will call as soon as possible, by {when} at the latest."}}},
    [W_PROMISE_TEXT] = {0,
                        {{"상담 시간에 문자로 답해 드립니다.",
                          "You get a text message during office hours."}}},
    [W_PROMISE_EMAIL] = {0,
                         {{"상담 시간에 전자우편으로 답해 드립니다.",
                           "You get an e-mail during office hours."}}},
    [W_QR_WHY] = {0,
                  {{"휴대전화로 찍어 두면 접수 번호를 다시 볼 수 있습니다. 개인정보는 들어 있지 "
                    "않습니다.",
                    "Take a picture to keep the number. It holds no personal data."}}},
    [W_NUMBER] = {0, {{"접수 번호", "Request number"}}},
    [W_LEAD_REQUESTS] = {1, {{"신청하신 상담입니다.", "Your requests."}}},
    [W_REQUEST_PLAIN] = {0, {{"상담 신청", "Request for a person"}}},
    [W_REQUEST_ADD] = {0, {{"이 신청에 내용 더하기", "Add to this request"}}},
    [W_REQUEST_AT] = {0, {{"{date} 신청하셨습니다.", "Made {date}."}}},
    /* the end */
    [W_LEAD_FEEDBACK] = {1, {{"문제가 해결되었습니까?", "Is your problem solved?"}}},
    [W_FEEDBACK_YES] = {0, {{"네", "Yes"}}},
    [W_FEEDBACK_NO] = {0, {{"아니요", "No"}}},
    [W_LEAD_EASE] = {1, {{"이용하기 쉬웠습니까?", "How easy was it?"}}},
    [W_EASE_1] = {0, {{"매우 어려움", "very hard"}}},
    [W_EASE_2] = {0, {{"어려움", "hard"}}},
    [W_EASE_3] = {0, {{"보통", "so-so"}}},
    [W_EASE_4] = {0, {{"쉬움", "easy"}}},
    [W_EASE_5] = {0, {{"매우 쉬움", "very easy"}}},
    [W_SKIP] = {0, {{"건너뛰기", "Skip"}}},
    [W_LEAD_THANKS] = {1, {{"이용해 주셔서 감사합니다.", "Thank you for your visit."}}},
    [W_THANKS_MORE] = {0,
                       {{"화면의 내용은 모두 지워집니다. 카드를 챙기십시오.",
                         "Everything on this screen is erased. Please take your card."}}},
    [W_LEAD_IDLE] = {1, {{"계속 이용하시겠습니까?", "Are you still there?"}}},
    [W_IDLE_MORE] = {0,
                     {{"시간이 지나면 화면의 내용을 지우고 처음으로 돌아갑니다.",
                       "When the time is up, everything is erased."}}},
    [W_IDLE_LEFT] = {0, {{"{seconds}초", "{seconds} s"}}},
    [W_STAY] = {0, {{"계속 이용하기", "Stay"}}},
    [W_LEAD_RESUME] = {1,
                       {{"조금 전 하시던 안내를 이어서 하시겠습니까?",
                         "Do you want to go on where you were?"}}},
    [W_RESUME_YES] = {0, {{"이어서 하기", "Go on"}}},
    [W_RESUME_NO] = {0, {{"새로 시작하기", "Start anew"}}},
    /* notices */
    [W_LEAD_UNREADABLE] = {1,
                           {{"카드를 읽지 못했습니다. 다시 대 주십시오.",
                             "The card could not be read. Please try again."}}},
    [W_LEAD_PAYMENT] = {1,
                        {{"결제 카드는 사용할 수 없습니다. 회원 카드를 사용해 주십시오.",
                          "Payment cards cannot be used. Please use your member card."}}},
    [W_PAYMENT_MORE] = {0,
                        {{"카드에서 읽은 것은 남기지 않았습니다.",
                          "Nothing from the card was kept."}}},
    [W_LEAD_FOREIGN] = {1, {{"이 카드는 회원 카드가 아닙니다.", "This is not a member card."}}},
    [W_LEAD_UNKNOWN] = {1,
                        {{"등록되지 않은 카드입니다. 안내는 그대로 이용하실 수 있습니다.",
                          "This card is not registered. All guides work as usual."}}},
    [W_LEAD_OFFLINE] = {1,
                        {{"지금은 카드를 확인할 수 없습니다. 안내는 그대로 이용하십시오.",
                          "The card cannot be checked now. All guides work as usual."}}},
    [W_LEAD_PHONE_TAKEN] = {1,
                            {{"감사합니다. 연락이 필요하면 이 번호로 드리겠습니다.",
                              "Thank you. If you want us to contact you, we use this "
                              "number."}}},
    [W_LEAD_PHONE_TRIES] = {1,
                            {{"번호를 확인하지 못했습니다. 번호 없이 이용하십시오.",
                              "The number could not be read. Please go on without it."}}},
    [W_LEAD_REFUSED] = {1,
                        {{"동의하지 않으셨으므로 아무것도 저장하지 않았습니다.",
                          "You did not agree, so nothing was kept."}}},
    [W_REFUSED_MORE] = {0,
                        {{"안내는 그대로 이용하실 수 있고, 직접 전화하거나 직원에게 말씀하셔도 "
                          "됩니다.",
                          "All guides still work, and you can call us or speak to the "
                          "staff."}}},
    [W_GO_ON] = {0, {{"계속하기", "Go on"}}},
};

const char *word_text(enum word word, enum lang lang)
{
    KASSERT(word < W_COUNT);
    KASSERT(lang < LANG_COUNT);
    return table[word].text.in[lang];
}

bool word_is_lead(enum word word)
{
    KASSERT(word < W_COUNT);
    return table[word].is_lead;
}

struct values {
    const struct word_value *value;
    size_t count;
};

static bool find_value(void *user, const char *name, enum lang lang, char *ret_text,
                       size_t text_size)
{
    (void)lang;
    const struct values *values = user;
    for (size_t i = 0; i < values->count; i++) {
        if (strcmp(values->value[i].name, name) == 0) {
            (void)kstr_copy(ret_text, text_size, values->value[i].value);
            return true;
        }
    }
    return false;
}

void word_fill(enum word word, enum lang lang, const struct word_value *values, size_t value_count,
               char *ret_text, size_t size)
{
    struct values user = {values, value_count};
    flow_render(word_text(word, lang), lang, find_value, &user, ret_text, size);
}
