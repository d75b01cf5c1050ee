#pragma once

int lower_number(void);
