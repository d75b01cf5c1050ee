int upper_number(void);

int upper_number(void)
{
    return 0;
}
