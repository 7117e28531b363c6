// The table of the web services, under the name that the services themselves know it by.

export {type WebService, type WebServiceName, webServices} from '../model/web/services.ts';
