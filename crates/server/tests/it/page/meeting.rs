//! Meeting mode: the families one by one, full screen.
