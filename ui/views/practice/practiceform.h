#pragma once

#include "core/emulator/settings.h"
#include "core/profile/profile.h"
#include "ui/icons.h"

#include <QWidget>

class QComboBox;
class QDoubleSpinBox;
class QSpinBox;
class QVBoxLayout;

namespace Pacewatch {

class SegmentedControl;
class Switch;

/// The settings of the practice gateway. Every change is told at once; there is no OK button.
class PracticeForm final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PracticeForm)

public:
    PracticeForm(const Theme& theme, const Icons& icons, const ProfileShelf& profiles,
                 QWidget* parent = nullptr);

    /// Shows settings without telling anybody.
    void setSettings(const EmulatorSettings& settings);
    [[nodiscard]] const EmulatorSettings& settings() const { return m_settings; }

signals:
    void changed(const Pacewatch::EmulatorSettings& settings);

private:
    void buildLimits(QVBoxLayout* column);
    void buildRefusal(QVBoxLayout* column);
    void buildHarder(QVBoxLayout* column);
    void buildCounting(QVBoxLayout* column);
    void section(QVBoxLayout* column, const QString& title, bool isFirst);
    void row(QVBoxLayout* column, const QString& text, QWidget* field);
    QSpinBox* number(const QString& name, int most);
    Switch* onOff(const QString& name);
    void chooseVendor(int vendor);
    void chooseProfile(const QString& id);
    void read();
    void setWindow(const QString& name, Duration window, int limit);
    [[nodiscard]] qint64 limitOf(const QString& name) const;
    void show(const EmulatorSettings& settings);

    const Theme& m_theme;
    const Icons& m_icons;
    const ProfileShelf& m_profiles;
    EmulatorSettings m_settings;
    bool m_isShowing = true; ///< fields change because they are filled
    SegmentedControl* m_vendor = nullptr;
    QSpinBox* m_second = nullptr;
    QSpinBox* m_minute = nullptr;
    QSpinBox* m_day = nullptr;
    Switch* m_retryAfter = nullptr;
    Switch* m_headers = nullptr;
    QSpinBox* m_shortestWait = nullptr;
    QSpinBox* m_other = nullptr;
    Switch* m_differs = nullptr;
    QSpinBox* m_share = nullptr;
    QWidget* m_shareRow = nullptr;
    QSpinBox* m_delay = nullptr;
    QSpinBox* m_errors = nullptr;
    QComboBox* m_edition = nullptr;
    QComboBox* m_algorithm = nullptr;
};

} // namespace Pacewatch
