function Get-MfaRegistration {
    <#
    .SYNOPSIS
    Tells who is capable of multifactor authentication, and by which methods.

    .DESCRIPTION
    Get-MfaRegistration reads the tenant's registration report and gives one object for each person while it is read, so
    that a large tenant takes time and no memory: the service allows five requests in ten seconds, each for about a thousand
    people. The report needs a premium licence (Entra ID P1 or P2).

    The service makes the report every few hours: LastUpdated and Age say when it looked at a person. People who are disabled
    and people who came since are not in it. Of an administrative unit or a group they are given too, with the Standing
    disabled, new or missing, and a warning says how many they are.

    The columns are flat: lists are one text, so that Export-Csv writes them. For a file that people open in a spreadsheet,
    -AsCsv is safer: no cell of it can start a formula.

    .PARAMETER AdministrativeUnit
    Only the people in this administrative unit: its object id or its name.

    .PARAMETER Group
    Only the people in this group and in the groups within: its object id or its name.

    .PARAMETER OnlyNotCapable
    Only people who are not capable of multifactor authentication, and people of whom the report does not know.

    .PARAMETER OnlyAdministrator
    Only people with a directory role.

    .PARAMETER Method
    Only people who have registered this, in the report's words, such as mobilePhone.

    .PARAMETER Summary
    Gives the report in numbers instead of its rows.

    .PARAMETER AsCsv
    Gives the lines of a CSV file instead of objects, its header first.

    .PARAMETER Context
    The context to use: its name, or the object that Connect-Mfa -PassThru gave. Without it, the default one.

    .INPUTS
    None. You cannot pipe objects to Get-MfaRegistration.

    .OUTPUTS
    GraphMfa.Registration, with -Summary GraphMfa.RegistrationSummary, with -AsCsv System.String

    .EXAMPLE
    Get-MfaRegistration -OnlyNotCapable -OnlyAdministrator

    Shows the administrators who have nothing registered that counts.

    .EXAMPLE
    Get-MfaRegistration -AdministrativeUnit North -AsCsv | Set-Content -Path north.csv -Encoding UTF8

    Writes who of a unit is capable, for people who open it in a spreadsheet.

    .EXAMPLE
    Get-MfaRegistration -Group 'All staff' | Where-Object DefaultMethod -EQ sms | Get-MfaMethod

    Shows the methods of those in a group who use text messages.

    .EXAMPLE
    Get-MfaRegistration -Summary -Method mobilePhone

    Counts who has registered a mobile phone.

    .LINK
    Get-MfaMethod

    .LINK
    about_GraphMfa
    #>
    [CmdletBinding(PositionalBinding = $false, DefaultParameterSetName = 'Rows')]
    [OutputType('GraphMfa.Registration', 'GraphMfa.RegistrationSummary', [string])]
    param(
        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } Unit @args })]
        [string] $AdministrativeUnit,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [string] $Group,

        [Parameter()]
        [switch] $OnlyNotCapable,

        [Parameter()]
        [switch] $OnlyAdministrator,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [string] $Method,

        [Parameter(Mandatory, ParameterSetName = 'Summary')]
        [switch] $Summary,

        [Parameter(Mandatory, ParameterSetName = 'Csv')]
        [switch] $AsCsv,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } Context @args })]
        [object] $Context
    )
    Use-MfaCallerPreference $PSCmdlet
    $resolved = Resolve-MfaContext $Context
    if ($resolved.ContainsKey('Error')) { $PSCmdlet.ThrowTerminatingError($resolved.Error) }
    $request = [ordered] @{ operation = 'registrationReport' }
    if ($AdministrativeUnit) { $request['administrativeUnit'] = $AdministrativeUnit }
    if ($Group) { $request['group'] = $Group }
    if ($OnlyNotCapable) { $request['onlyNotCapable'] = $true }
    if ($OnlyAdministrator) { $request['onlyAdministrators'] = $true }
    if ($Method) { $request['method'] = $Method }
    if ($AsCsv) { $request['format'] = 'csv' }
    Invoke-MfaRequest $resolved.Entry $request $null -PassPart | ForEach-Object -Process {
        if ($_.ContainsKey('Part')) {
            $part = $_.Part
            if ($part.type -eq 'text') { $part.text -split '\r\n' | Where-Object -FilterScript { $_ } | ForEach-Object -Process { ConvertTo-MfaValue $_ } }
            elseif (-not $Summary) { foreach ($row in $part.rows) { ConvertTo-MfaRegistration $row } }
        }
        elseif ($null -ne $_.Error) { Write-MfaError $PSCmdlet $_ }
        else {
            Write-Verbose -Message (ConvertTo-MfaValue $_.Response.freshness)
            if ($Summary) { ConvertTo-MfaObject $_.Response 'GraphMfa.RegistrationSummary' }
            Write-MfaNote (Get-MfaField $_.Response 'notes')
        }
    }
}
